/** What is asked about people of an organization, and how roles and purposes are spelled in the four languages. */
import { z } from 'zod'
import type { Choice } from '../../bot/command.ts'
import { optionalField, requiredField } from '../../bot/field.ts'
import { say, type Text } from '../../bot/view.ts'
import { type ContactId, type ContactRole, contactRoles, type Purpose, purposes } from '../../domain/contact.ts'

/** Carried by buttons and forms alone. */
export const contactCarried = {
  contact: requiredField({
    label: 'contacts.field.contact',
    schema: z.string().transform((id) => id as ContactId),
    maxLength: 60,
    hidden: true,
  }),
}

export const roleName = (role: ContactRole): Text => say(`contacts.role.${role}`)
export const purposeName = (purpose: Purpose): Text => say(`contacts.purpose.${purpose}`)

const roleSpellings: Record<ContactRole, string[]> = {
  primary: ['主要聯絡人', '主要', '主要联系人', '主担当者', '主担当'],
  secondary: ['次要聯絡人', '次要', '次要联系人', '副担当者', '副担当'],
  technical: ['技術聯絡人', '技术联系人', '技術', '技术', '技術担当者', '技術担当'],
  viewer: ['view', '檢視者', '檢視', '查看者', '查看', '閲覧者', '閲覧'],
}

export const roleChoices = contactRoles.map((value) => ({
  value,
  label: roleName(value),
  aliases: roleSpellings[value],
}))
export const choicesOf = (roles: readonly ContactRole[]): Choice[] =>
  roles.map((value) => ({ value, label: roleName(value) }))

const purposeSpellings: Record<Purpose, string[]> = {
  entitlement: [
    'entitlements',
    '權利',
    '权利',
    '權益',
    '权益',
    'ライセンス管理',
    'ライセンス',
    'エンタイトルメント',
    '授權權益',
    '授权权益',
    '授權',
    '授权',
  ],
  renewal: ['renewals', '續約', '续约', '保守の更新', '保守更新', '更新'],
  billing: [
    'bills',
    '帳務',
    '账务',
    '請款',
    '開票',
    '请款',
    '请求',
    '請求',
    '経理',
    '帳單',
    '账单',
    '开票',
    '發票',
    '发票',
  ],
  shipping: ['delivery', '寄送', '收貨', '收货', '出貨', '送付', '配送', '收件'],
  technical: ['support', '技術支援', '技术支持', '技術', '技术', '技術サポート'],
}

const purposeCalled = new Map(
  purposes.flatMap((purpose) => [purpose, ...purposeSpellings[purpose]].map((word) => [word, purpose] as const)),
)

/** Several of them, however they are set apart. */
export const purposesField = optionalField<Purpose[]>({
  label: 'contacts.field.purposes',
  hint: 'contacts.field.purposes-hint',
  schema: z.string().transform((text, context) => {
    const words = text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[\s,;、，；/|]+/u)
      .filter(Boolean)
    const meant = words.map((word) => purposeCalled.get(word))
    if (meant.includes(undefined)) context.addIssue({ code: 'custom', message: 'contacts.error.purposes' })
    return [...new Set(meant)] as Purpose[]
  }),
  maxLength: 200,
})

/** `Mei Lin mei@acme.example technical renewal billing`: the name before the address, role and purposes after it. */
export function invitedInWords(words: string): Record<string, string> {
  const tokens = words.split(/[\s,;、，；]+/u).filter(Boolean)
  const at = tokens.findIndex((token) => token.includes('@'))
  if (at < 0) return words ? { name: words } : {}
  const isRole = (token: string) =>
    roleChoices.some(({ value, aliases }) => [value as string, ...aliases].includes(token.toLowerCase()))
  const after = tokens.slice(at + 1)
  // "technical" is a role and a purpose: the first one is the role.
  const role = after.findIndex(isRole)
  const rest = after.filter((_, index) => index !== role)
  const name = tokens.slice(0, at).join(' ')
  return {
    ...(name ? { name } : {}),
    email: tokens[at]!,
    ...(role >= 0 ? { role: after[role]! } : {}),
    ...(rest.length > 0 ? { purposes: rest.join(' ') } : {}),
  }
}
