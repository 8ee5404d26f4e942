import type { SimulatedPerson } from '../../contract.ts'

/**
 * A person's words as they typed them: Slack keeps them with `& < >` escaped, mentions as `<@U123>` and addresses as
 * `<https://…>`. Whoever is mentioned and is not among the people is the bot.
 */
export const spoken = (text: string, people: SimulatedPerson[], bot: string): string =>
  text
    .replace(/<@([UW][A-Z0-9]+)>/g, (_whole, id: string) => `@${people.find((each) => each.id === id)?.name ?? bot}`)
    .replace(/<mailto:[^|<>]+\|([^<>]+)>/g, '$1')
    .replace(/<(https?:[^|<>]+)(?:\|[^<>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
