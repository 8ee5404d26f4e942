/** What one row says of another must be true: of a row in these files, or of one in the database. */
import { shippedCalendars } from '../domain/holidays/shipped.ts'
import type { KnownVendorData, VendorRecord, VendorTable } from '../domain/vendor-data.ts'
import type { Faults } from './fault.ts'
import { nearest } from './nearest.ts'
import { type Plan, type PlannedTable, versionKey } from './plan.ts'

/** Checks every reference of the plan, then the successors of all versions for circles. */
export function checkReferences(plan: Plan, known: KnownVendorData, faults: Faults): void {
  const ids = <T extends VendorTable>(table: PlannedTable<T> | undefined, idOf: (record: VendorRecord<T>) => string) =>
    table ? [...table.records.map(idOf), ...table.faulty] : []
  const calendars = new Set([
    ...shippedCalendars.map(({ name }) => name),
    ...known.calendars,
    ...ids(plan.holidays, ({ calendar }) => calendar),
  ])
  const centers = new Set([...known.centers, ...ids(plan['support-centers'], ({ id }) => id)])
  const partners = new Set([...known.partners, ...ids(plan.partners, ({ id }) => id)])
  const organizations = new Set([...known.organizations, ...ids(plan.organizations, ({ id }) => id)])
  const products = new Set([...known.products, ...ids(plan.products, ({ id }) => id)])
  const releases = new Set([...known.releases, ...ids(plan.releases, ({ id }) => id)])
  const serials = new Set<string>([...known.serials, ...ids(plan.licenses, ({ serial }) => serial)])
  const versions = new Set([
    ...known.versions.map(({ productId, version }) => versionKey(productId, version)),
    ...ids(plan.versions, ({ productId, version }) => versionKey(productId, version)),
  ])

  function each<T extends VendorTable>(
    table: PlannedTable<T> | undefined,
    look: (record: VendorRecord<T>, refuse: Refuse) => void,
  ) {
    table?.records.forEach((record, index) => {
      look(record, (column, value, expected) =>
        faults.add({ file: table.file, row: table.rows[index]!, column, value, expected }),
      )
    })
  }
  type Refuse = (column: string, value: string, expected: string) => void
  const must = (refuse: Refuse, column: string, value: string | undefined, among: Set<string>, what: string) => {
    if (value === undefined || among.has(value)) return true
    const meant = among.size <= 2000 ? nearest(value, [...among]) : undefined
    refuse(
      column,
      value,
      `must be ${what} of these files or of an earlier import${meant ? `; did you mean ${meant}?` : ''}`,
    )
    return false
  }
  /** The product first: of an unknown product no version can be known. */
  const mustBeVersion = (refuse: Refuse, column: string, productId: string, version: string | undefined) => {
    if (!products.has(productId) || version === undefined || versions.has(versionKey(productId, version))) return
    refuse(column, version, `must be a version of ${productId} in versions.csv or of an earlier import`)
  }

  each(plan['support-centers'], ({ holidays }, refuse) =>
    must(refuse, 'holidays', holidays, calendars, 'TW, CN, JP or a calendar'),
  )
  each(plan.organizations, ({ partnerId }, refuse) => must(refuse, 'partner_id', partnerId, partners, 'a partner'))
  each(plan.contacts, ({ organizationId }, refuse) =>
    must(refuse, 'organization_id', organizationId, organizations, 'an organization'),
  )
  each(plan.staff, (staff, refuse) => {
    for (const productId of staff.products) must(refuse, 'products', productId, products, 'a product')
  })
  each(plan.products, ({ centerId }, refuse) => must(refuse, 'center_id', centerId, centers, 'a support centre'))
  each(plan.versions, ({ productId, successor }, refuse) => {
    must(refuse, 'product_id', productId, products, 'a product')
    mustBeVersion(refuse, 'successor', productId, successor)
  })
  each(plan.releases, ({ productId, version }, refuse) => {
    must(refuse, 'product_id', productId, products, 'a product')
    mustBeVersion(refuse, 'version', productId, version)
  })
  each(plan.artifacts, ({ releaseId }, refuse) => must(refuse, 'release_id', releaseId, releases, 'a release'))
  each(plan.licenses, ({ productId, version, organizationId }, refuse) => {
    must(refuse, 'product_id', productId, products, 'a product')
    mustBeVersion(refuse, 'version', productId, version)
    must(refuse, 'organization_id', organizationId, organizations, 'an organization')
  })
  each(plan.agreements, ({ serial }, refuse) => must(refuse, 'serial', serial, serials, 'a license'))
  each(plan.faq, ({ productId }, refuse) => must(refuse, 'product_id', productId, products, 'a product'))
  refuseCircles(plan.versions, known, faults)
}

/** "The newest version" follows the successors to their end: there must be one. */
function refuseCircles(planned: PlannedTable<'versions'> | undefined, known: KnownVendorData, faults: Faults): void {
  if (!planned) return
  const next = new Map<string, string | undefined>()
  for (const { productId, version, successor } of known.versions) next.set(versionKey(productId, version), successor)
  const kept = planned.untouched.includes('successor')
  for (const { productId, version, successor } of planned.records) {
    if (!kept || !next.has(versionKey(productId, version))) next.set(versionKey(productId, version), successor)
  }
  const isFree = new Set<string>()
  planned.records.forEach(({ productId, version }, index) => {
    const path: string[] = []
    let at: string | undefined = version
    while (at !== undefined && !isFree.has(versionKey(productId, at))) {
      if (path.includes(at)) {
        const circle = [...path.slice(path.indexOf(at)), at]
        if (at === version) {
          const value = next.get(versionKey(productId, version)) ?? ''
          faults.add({
            file: planned.file,
            row: planned.rows[index]!,
            column: 'successor',
            value,
            expected: `must not lead back to itself: ${circle.join(' → ')}`,
          })
        }
        return
      }
      path.push(at)
      at = next.get(versionKey(productId, at))
    }
    for (const name of path) isFree.add(versionKey(productId, name))
  })
}
