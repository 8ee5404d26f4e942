import { expect, test } from 'vitest'
import { isPlaceId, placeMeant } from '../../src/features/ties/place.ts'

const called = (conversation: string) => ({ platform: 'slack' as const, workspace: 'T1', conversation })
const here = { platform: 'slack' as const, workspace: 'T9', conversation: 'C0123456789' }
const tenant = '01234567-89AB-cdef-0123-456789abcdef'

test.each([
  ['T0123456789', { platform: 'slack', workspace: 'T0123456789' }],
  ['E0123456789', { platform: 'slack', workspace: 'E0123456789' }],
  ['TABCDEFGHI', { platform: 'slack', workspace: 'TABCDEFGHI' }],
  ['C0777777777', { platform: 'slack', workspace: 'T1', conversation: 'C0777777777' }],
  ['C0123456789', { platform: 'slack', workspace: 'T9', conversation: 'C0123456789' }],
  ['19:abc@thread.tacv2', { platform: 'slack', workspace: 'T1', conversation: '19:abc@thread.tacv2' }],
  [tenant, { platform: 'teams', workspace: tenant.toLowerCase() }],
])('the id %s means %j', (id, place) => {
  expect(placeMeant(id, called, here)).toEqual(place)
  expect(isPlaceId(id)).toBe(true)
})

test.each(['TATA', 'Team', 'Consulting', 'GmbH', 'here', 'D0123456789', '01234567-89ab', 't0123456789', ''])(
  'the word "%s" is no id',
  (word) => {
    expect(placeMeant(word, called, here)).toBeUndefined()
    expect(isPlaceId(word)).toBe(false)
  },
)

test('a channel of a platform that is not connected is none', () => {
  expect(placeMeant('19:abc@thread.tacv2', () => undefined)).toBeUndefined()
})
