/** A person's initial on a colour of their own, or the bot's mark. */
export function Avatar({ name, bot }: { name: string; bot: boolean }) {
  if (bot)
    return (
      <span className="avatar bot" aria-hidden="true">
        安
      </span>
    )
  const tint = [...name].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 6, 7)
  return (
    <span className="avatar" data-tint={tint} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </span>
  )
}
