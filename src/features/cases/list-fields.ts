/** By what cases are found: words, state, whose, product; typed in any of the languages, or chosen. */
import { z } from 'zod'
import type { Field } from '../../bot/command.ts'
import { optionalChoiceField, optionalField } from '../../bot/field.ts'
import { say } from '../../bot/view.ts'
import { type CaseStatus, caseStatuses } from '../../domain/case.ts'
import { isOpen } from '../../domain/case-life.ts'
import { pageField } from '../paging.ts'

export const listStates = ['open', 'waiting', 'resolved', 'closed', 'all'] as const
export type ListState = (typeof listStates)[number]

export const statusesOf: Record<ListState, readonly CaseStatus[]> = {
  open: caseStatuses.filter((status) => isOpen(status) || status === 'resolved'),
  waiting: ['waiting'],
  resolved: ['resolved'],
  closed: ['closed'],
  all: caseStatuses,
}

const stateSpellings: Record<ListState, string[]> = {
  open: ['active', '未結案', '未关闭', '處理中', '处理中', '未クローズ', '対応中', '進行中'],
  waiting: ['waiting-for-us', '待回覆', '等待回覆', '待回复', '等待回复', '返信待ち'],
  resolved: ['solved', '已解決', '已解决', '解決済み'],
  closed: ['done', '已結案', '已关闭', 'クローズ', 'クローズ済み'],
  all: ['everything', '全部', '所有', 'すべて', '全件'],
}

const whoseSpellings = {
  mine: ['my', 'own', '我的', '我', '自分', '自分の', '私の'],
  organization: ['ours', 'team', '公司', '單位', '单位', '本單位', '本单位', '組織', '组织', '全員', '組織全体'],
}

/** A product's id behind a prefix: any other word is one to search for. */
const product: Field<string | undefined> = {
  ...optionalField({
    label: 'case.list.field.product',
    schema: z
      .string()
      .regex(/^product:./, 'errors.choice')
      .transform((text) => text.slice('product:'.length)),
    maxLength: 130,
  }),
  kind: 'choice',
  choices: [],
}
export const productValue = (id: string): string => `product:${id}`

export const listFields = {
  text: optionalField({
    label: 'case.list.field.text',
    hint: 'case.list.field.text-hint',
    schema: z.string(),
    maxLength: 200,
  }),
  state: optionalChoiceField({
    label: 'case.list.field.state',
    choices: listStates.map((value) => ({
      value,
      label: say(`case.list.state.${value}`),
      aliases: stateSpellings[value],
    })),
  }),
  whose: optionalChoiceField({
    label: 'case.list.field.whose',
    choices: (['mine', 'organization'] as const).map((value) => ({
      value,
      label: say(`case.list.whose.${value}`),
      aliases: whoseSpellings[value],
    })),
  }),
  product,
  page: pageField('case.list.field.text'),
}
