/** The import files: their columns, which of them a row must fill, and what tells one row from another. */
import { z } from 'zod'
import type { VendorTable } from '../domain/vendor-data.ts'
import {
  anniversary,
  breaks,
  calendarName,
  currency,
  day,
  email,
  id,
  ids,
  locale,
  names,
  oneOf,
  phone,
  price,
  productId,
  sha256,
  someOf,
  text,
  timeOfDay,
  timeZone,
  versionName,
  webAddress,
  weekDays,
  wholeNumber,
} from './cells.ts'

/** One text per language beside the plain column: `notes`, `notes_ja`, … */
const translated = <const C extends string>(column: C, longest: number) =>
  ({
    [`${column}_en`]: text(longest).optional(),
    [`${column}_zh-TW`]: text(longest).optional(),
    [`${column}_zh-CN`]: text(longest).optional(),
    [`${column}_ja`]: text(longest).optional(),
  }) as Record<`${C}_${'en' | 'zh-TW' | 'zh-CN' | 'ja'}`, z.ZodOptional<ReturnType<typeof text>>>

export const tableSchemas = {
  holidays: z.object({
    calendar: calendarName,
    date: day,
    kind: oneOf('holiday', 'working-day'),
    name: text(200).optional(),
  }),
  organizations: z.object({
    organization_id: id,
    name: text(200),
    programme: text(200).optional(),
    anniversary: anniversary.optional(),
    time_zone: timeZone.optional(),
    locale: locale.optional(),
    renewal_policy: oneOf('renew-only', 'reinstate', 'back-pay').optional(),
    sales_channel: text(200).optional(),
    region: text(100).optional(),
    partner_id: id.optional(),
  }),
  contacts: z.object({
    organization_id: id,
    name: text(200),
    email,
    phone: phone.optional(),
    role: oneOf('primary', 'secondary', 'technical', 'viewer').optional(),
    purposes: someOf('entitlement', 'renewal', 'billing', 'shipping', 'technical').optional(),
    locale: locale.optional(),
  }),
  staff: z.object({
    email,
    name: text(200),
    role: oneOf('engineer', 'manager', 'administrator'),
    locale: locale.optional(),
    products: ids.optional(),
    triage_channel: text(200).optional(),
  }),
  'support-centers': z.object({
    center_id: id,
    name: text(200),
    phone: text(200).optional(),
    email: email.optional(),
    url: webAddress.optional(),
    opens: timeOfDay.optional(),
    closes: timeOfDay.optional(),
    breaks: breaks.optional(),
    days: weekDays.optional(),
    time_zone: timeZone.optional(),
    holidays: calendarName.optional(),
  }),
  partners: z.object({
    partner_id: id,
    name: text(200),
    region: text(100),
    email: email.optional(),
    phone: phone.optional(),
    url: webAddress.optional(),
    families: names.optional(),
  }),
  products: z.object({
    product_id: productId,
    family: text(100),
    name: text(200),
    center_id: id.optional(),
    description: text(4000).optional(),
    ...translated('description', 4000),
  }),
  versions: z.object({
    product_id: productId,
    version: versionName,
    generally_available_on: day.optional(),
    end_of_service_on: day.optional(),
    successor: versionName.optional(),
  }),
  releases: z.object({
    release_id: id,
    product_id: productId,
    version: versionName,
    kind: oneOf('new-version', 'update', 'security', 'document'),
    title: text(300),
    published_on: day,
    ...translated('title', 300),
    notes: text(20_000).optional(),
    ...translated('notes', 20_000),
    fixes_cases: text(1000).optional(),
  }),
  artifacts: z.object({
    release_id: id,
    file_name: text(255).refine((name) => !/[/\\]/.test(name), { error: 'must be a file name without folders' }),
    platform: text(100).optional(),
    size_bytes: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
    sha256: sha256.optional(),
    location: text(1000),
  }),
  licenses: z.object({
    serial: text(100),
    registration_number: text(100),
    product_id: productId,
    version: versionName,
    organization_id: id.optional(),
    quantity: wholeNumber(1, 10_000_000).optional(),
    purchased_on: day,
    initial_months: wholeNumber(0, 1200).optional(),
    license_file: text(1000).optional(),
    list_price: price.optional(),
    renewal_price: price.optional(),
    currency: currency.optional(),
  }),
  agreements: z.object({
    contract_registration_number: text(100),
    serial: text(100),
    starts_on: day,
    ends_on: day,
    level: oneOf('standard', 'premium').optional(),
  }),
  faq: z.object({
    faq_id: id,
    locale,
    question: text(1000),
    answer: text(10_000),
    product_id: productId.optional(),
  }),
} as const satisfies Record<VendorTable, z.ZodObject>

export type Row<T extends VendorTable> = z.infer<(typeof tableSchemas)[T]>

/** The columns of a file, and those among them that every row must fill. */
export const columnsOf = (table: VendorTable): string[] => Object.keys(tableSchemas[table].shape)
export const requiredColumnsOf = (table: VendorTable): string[] =>
  Object.entries(tableSchemas[table].shape)
    .filter(([, schema]) => !(schema instanceof z.ZodOptional))
    .map(([name]) => name)

/** The columns whose values, taken together, stand on one row only. */
export const keyColumns: Record<VendorTable, [string, ...string[]]> = {
  holidays: ['date', 'calendar'],
  organizations: ['organization_id'],
  contacts: ['email', 'organization_id'],
  staff: ['email'],
  'support-centers': ['center_id'],
  partners: ['partner_id'],
  products: ['product_id'],
  versions: ['version', 'product_id'],
  releases: ['release_id'],
  artifacts: ['file_name', 'release_id'],
  licenses: ['serial'],
  agreements: ['contract_registration_number', 'serial'],
  faq: ['faq_id', 'locale'],
}
