import { say } from '../bot/view.ts'
import { type Language, languages } from '../domain/contact.ts'

/** How people write a language's name, beside its code. */
const spellings: Record<Language, string[]> = {
  en: ['english', '英文', '英語', '英语'],
  'zh-TW': ['tw', 'zh-hant', '繁體中文', '繁中', '正體中文', '繁體', '繁体中文', '台灣'],
  'zh-CN': ['cn', 'zh-hans', 'zh', '简体中文', '简中', '简体', '簡體中文', '中文'],
  ja: ['jp', 'japanese', '日本語', '日文', '日语', '日語'],
}

export const languageChoices = languages.map((value) => ({
  value,
  label: say(`language.${value}`),
  aliases: spellings[value],
}))
