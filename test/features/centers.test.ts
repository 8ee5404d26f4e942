import { expect, test } from 'vitest'
import { onEachChat, type Turn } from '../support/conversation.ts'

const names = ({ reply }: Turn): unknown[] =>
  reply.kind === 'view'
    ? reply.view.body.flatMap((block) => (block.kind === 'entry' ? [block.title.values?.name] : []))
    : []
const hours = 'center_id,name,phone,opens,closes,breaks,days,time_zone,holidays'

onEachChat('support centres', (chat) => {
  test('a stranger reads every centre with its ways in, and whether somebody is there', async () => {
    chat().at('2026-11-23T02:00:00Z')
    const said = await chat().person('OLGA', { zone: 'Asia/Tokyo' }).says('centers')
    expect(said.values('guide.open-until')).toEqual({
      until: { instant: '2026-11-23T09:30:00.000Z', zone: 'Asia/Tokyo' },
    })
    expect(said.values('guide.stretch')).toEqual({
      from: { instant: '2026-11-23T01:00:00.000Z', zone: 'Asia/Tokyo' },
      to: { instant: '2026-11-23T09:30:00.000Z', zone: 'Asia/Tokyo' },
    })
    expect(said.texts.join(' ')).toContain('0800-016-888 # 2 # 4')
    expect(said.keys).toContain('guide.no-hours')
    expect(said.offers).not.toContain('case.open')
  })

  test('a closed centre tells when it opens next, and why it is closed on a holiday', async () => {
    const olga = chat().person('OLGA')
    chat().at('2026-11-20T09:30:00Z')
    expect((await olga.says('centers Rational')).values('guide.closed')).toEqual({
      opens: { instant: '2026-11-23T01:00:00.000Z', zone: 'Asia/Taipei' },
    })
    chat().at('2027-01-01T03:00:00Z')
    expect((await olga.says('centers Rational')).values('guide.day-off')).toEqual({
      opens: { instant: '2027-01-04T01:00:00.000Z', zone: 'Asia/Taipei' },
    })
  })

  test('breaks count, and are told', async () => {
    await chat().import({
      'support-centers.csv': `${hours}\nnoon,Noon,1,09:00,18:00,12:00-13:00,Mon-Fri,Asia/Taipei,TW\n`,
    })
    chat().at('2026-11-23T04:30:00Z')
    const said = await chat().person('OLGA').says('centers Noon')
    expect(said.values('guide.closed')).toMatchObject({ opens: { instant: '2026-11-23T05:00:00.000Z' } })
    expect(said.values('guide.hours-with-breaks')).toMatchObject({ breaks: { list: ['12:00–13:00'] } })
  })

  test('without a zone of the reader only the centre’s own is told', async () => {
    const said = await chat().person('OLGA').says('centers Rational')
    expect(said.values('guide.hours-value')).toMatchObject({ zone: 'Asia/Taipei' })
    expect(said.keys).not.toContain('guide.hours-here')
  })

  test.each([
    ['DB2', 'IBM Taiwan Technical Support Center'],
    ['omflow', 'SYSCOM OMFLOW support'],
    ['Lotus', 'IBM Taiwan Lotus support'],
    ['ＯＭＦＬＯＷ', 'SYSCOM OMFLOW support'],
  ])('centers %s names %s', async (what, name) => {
    expect(names(await chat().person('OLGA').says(`centers ${what}`))).toEqual([name])
  })

  test('one’s own products come first, but not where others read', async () => {
    const chen = await chat().signedUp('jing.chen@pudong-logistics.example')
    expect(names(await chen.says('centers'))[0]).toBe('SYSCOM OMFLOW support')
    expect(names(await chen.saysInPublic('centers'))).toEqual(
      names(await chat().person('OLGA').saysInPublic('centers')),
    )
  })

  test('what no centre looks after is said, with all of them one press away', async () => {
    const said = await chat().person('OLGA').says('centers Fortran')
    expect(said.keys[0]).toBe('guide.no-center')
    expect(names(await chat().person('OLGA').presses(said, 'centers')).length).toBeGreaterThan(3)
  })

  test('more centres than fit are on the next page', async () => {
    const olga = chat().person('OLGA')
    const first = await olga.says('サポートセンター')
    expect(first.values('guide.page')).toEqual({ from: 1, to: 5, total: 6 })
    const second = await olga.presses(first, 'centers', { page: '2' })
    expect(second.values('guide.page')).toEqual({ from: 6, to: 6, total: 6 })
  })
})
