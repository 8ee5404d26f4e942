import { OnlyYou } from '../only-you.tsx'

/** What Slack itself says to the person, kept by the page alone. */
export interface Notice {
  id: number
  /** Where the person acted. */
  place: string
  text: string
}

export function NoticeItem({ notice }: { notice: Notice }) {
  return (
    <article className="message ephemeral notice" role="alert" data-bot="true">
      <span className="avatar platform" aria-hidden="true">
        #
      </span>
      <div className="message-body">
        <OnlyYou />
        <header>
          <b>Slackbot</b>
        </header>
        <p className="words">{notice.text}</p>
      </div>
    </article>
  )
}
