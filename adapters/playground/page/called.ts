/** What is said to the bot after its name, by which a person called it; everything, when they did not. */
export function withoutCall(text: string, bot: string): string {
  const called = `@${bot}`
  return text.toLowerCase().startsWith(called.toLowerCase()) ? text.slice(called.length).trim() : text
}
