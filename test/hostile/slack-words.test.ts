import { expect, test } from 'vitest'
import { plainWords } from '../../adapters/slack/translate-event.ts'

test.each([
  ['<https://a.example <https://b.example|b>', '<https://a.example https://b.example'],
  ['<mailto:a@a.example <mailto:b@b.example|b@b.example>', '<mailto:a@a.example b@b.example'],
  ['<@U1|x <@U1> help', '<@U1|x   help'],
  ['<https://a.example|a> OMF-1 &lt;b&gt;', 'https://a.example OMF-1 <b>'],
])('in %s only a link that is closed is a link', (text, words) => expect(plainWords(text, 'U1')).toBe(words))
