import { bestEntitlement, type Entitlement } from '../../domain/entitlement.ts'
import { dayIn, type LocalDate } from '../../domain/local-date.ts'
import type { Release } from '../../domain/release.ts'
import { type Ask, organizationOf } from '../kit.ts'

/** A published release of a product of which the asker's organization has a license, with what they are entitled to on their day. */
export async function ownRelease(
  id: string,
  asking: Ask,
): Promise<{ release: Release; entitlement: Entitlement; day: LocalDate } | undefined> {
  const { coverage, releases, policy } = asking.services
  const organization = organizationOf(asking)
  const day = dayIn(asking.now, organization.timeZone)
  const [release, dossiers] = await Promise.all([releases.find(id, day), coverage.dossiers(organization.id)])
  const entitlement = release && bestEntitlement(release, dossiers, day, policy)
  return release && entitlement && { release, entitlement, day }
}
