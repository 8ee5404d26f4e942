/** Who a chat account is: the first question of every command, so one round trip. */
import type pg from 'pg'
import type { Asker, Contact, Language, Staff } from '../domain/contact.ts'
import type { ChatIdentity } from '../domain/identity.ts'
import { identityKey } from '../domain/identity.ts'
import type { Organization, OrganizationId } from '../domain/organization.ts'
import { batched } from './batch.ts'
import { contactJson, organizationJson, staffJson } from './domain-json.ts'

/** What a platform tells of a person. */
export interface Glimpse {
  who: ChatIdentity
  locale?: string
  zone?: string
  displayName?: string
}

export interface Identities {
  /**
   * The account as the vendor's data knows it; a stranger is only `who`. A contact that was removed is a stranger. With the
   * conversation in which they ask, also whose it is where it is tied.
   */
  findAsker(who: ChatIdentity, conversation?: string): Promise<Asker>
  /** Every account of the one of the vendor's people whose account this is; none of anybody else's. */
  staffAccounts(who: ChatIdentity): Promise<ChatIdentity[]>
  /** Keeps what the platform tells, for what is said to the person later. Writes only what is new to this process. */
  remember(glimpse: Glimpse): Promise<void>
}

/** Glimpses that need no writing again; forgetting one costs one statement. */
const rememberedAtMost = 10_000

export function createIdentities(pool: pg.Pool): Identities {
  const find = batched<Asked, Asker>((all) => read(pool, all), { parallel: 4, largest: 200 })
  const remembered = new Map<string, string>()
  return {
    findAsker: (who, conversation) => find({ who, conversation }),
    async staffAccounts({ platform, workspace, user }) {
      const { rows } = await pool.query<ChatIdentity>(
        `SELECT all_of.platform, all_of.workspace, all_of.user_id AS "user"
         FROM chat_identities i JOIN staff s ON s.email = i.email JOIN chat_identities all_of ON all_of.email = i.email
         WHERE i.platform = $1 AND i.workspace = $2 AND i.user_id = $3`,
        [platform, workspace, user],
      )
      return rows
    },
    async remember({ who, locale, zone, displayName }) {
      const key = identityKey(who)
      const told = JSON.stringify([locale, zone, displayName])
      if (remembered.get(key) === told || (!locale && !zone && !displayName)) return
      await pool.query(write, [
        who.platform,
        who.workspace,
        who.user,
        locale ?? null,
        zone ?? null,
        displayName ?? null,
      ])
      if (remembered.size >= rememberedAtMost) remembered.delete(remembered.keys().next().value!)
      remembered.set(key, told)
    },
  }
}

interface Asked {
  who: ChatIdentity
  conversation: string | undefined
}

interface Row {
  n: number
  tied: OrganizationId | null
  language: Language | null
  contact: Contact | null
  organization: Organization | null
  staff: Staff | null
}

const select = `
  SELECT asked.n::int AS n, i.language, t.organization_id AS tied,
    CASE WHEN c.id IS NOT NULL THEN ${contactJson} END AS contact,
    CASE WHEN c.id IS NOT NULL THEN ${organizationJson} END AS organization,
    CASE WHEN s.email IS NOT NULL THEN ${staffJson} END AS staff
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
    WITH ORDINALITY AS asked (platform, workspace, user_id, conversation, n)
  LEFT JOIN chat_identities i USING (platform, workspace, user_id)
  LEFT JOIN organization_ties t ON t.platform = asked.platform AND t.conversation = asked.conversation
    AND t.conversation <> ''
  LEFT JOIN contacts c ON c.id = i.contact_id AND c.removed_at IS NULL
  LEFT JOIN organizations o ON o.id = c.organization_id
  LEFT JOIN staff s ON s.email = i.email`

async function read(pool: pg.Pool, all: Asked[]): Promise<Asker[]> {
  const { rows } = await pool.query<Row>({
    name: 'askers',
    text: select,
    values: [
      all.map(({ who }) => who.platform),
      all.map(({ who }) => who.workspace),
      all.map(({ who }) => who.user),
      all.map(({ conversation }) => conversation ?? null),
    ],
  })
  const askers: Asker[] = all.map(({ who }) => ({ who }))
  for (const { n, language, contact, organization, staff, tied } of rows) {
    const asker = askers[n - 1]!
    if (contact && organization) Object.assign(asker, { contact, organization })
    if (staff) asker.staff = staff
    if (language) asker.language = language
    if (tied) asker.tiedTo = tied
  }
  return askers
}

const write = `
  INSERT INTO chat_identities AS old (platform, workspace, user_id, platform_locale, zone, display_name)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (platform, workspace, user_id) DO UPDATE SET
    platform_locale = COALESCE(EXCLUDED.platform_locale, old.platform_locale),
    zone = COALESCE(EXCLUDED.zone, old.zone),
    display_name = COALESCE(EXCLUDED.display_name, old.display_name)
  WHERE (old.platform_locale, old.zone, old.display_name) IS DISTINCT FROM (COALESCE(EXCLUDED.platform_locale,
    old.platform_locale), COALESCE(EXCLUDED.zone, old.zone), COALESCE(EXCLUDED.display_name, old.display_name))`
