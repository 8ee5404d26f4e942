/** The domain's nouns as PostgreSQL puts them together: days stay days, and what is absent is absent. */

/** `l` is a license, `p` its product. */
export const licenseJson = `
  'serial', l.serial, 'displaySerial', l.display_serial, 'version', l.version, 'quantity', l.quantity,
  'purchasedOn', l.purchased_on, 'initialMonths', l.initial_months, 'organizationId', l.organization_id,
  'licenseFile', l.license_file, 'product', json_build_object('id', p.id, 'family', p.family, 'name', p.name,
    'centerId', p.center_id, 'description', p.description, 'descriptions', p.descriptions)`

/** `a` is an agreement. */
export const agreementJson = `
  json_build_object('id', a.id, 'serial', a.serial, 'startsOn', a.starts_on, 'endsOn', a.ends_on, 'level', a.level)`

/** `v` is a version. */
export const versionJson = `
  json_build_object('productId', v.product_id, 'version', v.version, 'generallyAvailableOn', v.generally_available_on,
    'endOfServiceOn', v.end_of_service_on, 'successor', v.successor)`

/** `c` is a contact. */
export const contactJson = `
  json_strip_nulls(json_build_object('id', c.id, 'organizationId', c.organization_id, 'name', c.name, 'email', c.email,
    'phone', c.phone, 'role', c.role, 'purposes', c.purposes, 'language', c.language))`

/** `o` is an organization. */
export const organizationJson = `
  json_strip_nulls(json_build_object('id', o.id, 'name', o.name, 'programme', o.programme, 'anniversary', o.anniversary,
    'timeZone', o.time_zone, 'locale', o.locale, 'renewalPolicy', o.renewal_policy, 'salesChannel', o.sales_channel,
    'region', o.region, 'partnerId', o.partner_id, 'createdOn', o.created_on))`

/** `s` is one of the vendor's people; their locale is the vendor's word on their language. */
export const staffJson = `
  json_strip_nulls(json_build_object('email', s.email, 'name', s.name, 'role', s.role, 'language', s.locale))`
