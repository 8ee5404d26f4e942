import { expect, test } from 'vitest'
import { refusalOf } from '../../src/domain/case-files.ts'

const limit = 25 * 1024 * 1024

test.each([
  ...[
    'setup.exe',
    'SETUP.EXE',
    'invoice.pdf.exe',
    'run.bat',
    'a.ps1',
    'x.vbs',
    'page.html',
    'logo.svg',
    'link.lnk',
    'lib.dll',
  ],
  ...[
    'setup.exe.',
    'setup.exe . .',
    'setup.exe\u200b',
    'setup.ｅｘｅ',
    'photo\u202egpj.exe',
    'note.exe::$DATA',
    'x.exe:note.txt',
    '.bat',
    'tool.jar',
  ],
])('a program is refused: %s', (name) => expect(refusalOf({ name }, limit)).toBe('kind'))

test.each([
  'db2diag.log',
  'trace.zip',
  'screen.png',
  'Übersicht.pdf',
  '記録.txt',
  'exe',
  'my.exe.log',
  'core',
  'dump.sql',
  'a.b.c',
  '...',
  '',
])('is carried: %s', (name) => expect(refusalOf({ name, size: limit }, limit)).toBeUndefined())

test('what its platform calls a program is one under whatever name', () => {
  expect(refusalOf({ name: 'a.txt', type: 'application/x-msdownload' }, limit)).toBe('kind')
  expect(refusalOf({ name: 'a.png', type: 'image/svg+xml; charset=utf-8' }, limit)).toBe('kind')
  expect(refusalOf({ name: 'a.png', type: 'image/png' }, limit)).toBeUndefined()
})

test('one byte more than the limit is too much', () => {
  expect(refusalOf({ name: 'a.log', size: limit + 1 }, limit)).toBe('size')
  expect(refusalOf({ name: 'a.log' }, limit)).toBeUndefined()
})

test('a long name of dots costs nothing', () => {
  expect(refusalOf({ name: `${'. .'.repeat(50_000)}x` }, limit)).toBeUndefined()
})
