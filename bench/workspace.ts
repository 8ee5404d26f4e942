/** Who is in the benchmarks' Slack workspace. */

export const teamId = 'T0BENCH'

const languages = ['en', 'zh-TW', 'zh-CN', 'ja'] as const

/** Each reads one of the four languages: their Slack says so, and the bot follows it. */
export const users: readonly { id: string; language: (typeof languages)[number] }[] = Array.from(
  { length: 200 },
  (_, n) => ({ id: `U0BENCH${String(n).padStart(3, '0')}`, language: languages[n % languages.length]! }),
)
