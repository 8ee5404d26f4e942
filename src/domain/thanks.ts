/** Words of thanks and acknowledgement: they bring nothing back to work. */

/** Longer than any of them, with a name and a few signs. */
const longest = 80

const wordsOf = (...lines: string[]): string[] => lines.flatMap((line) => line.split('|'))

/** Alone they are thanks enough. */
const phrases = wordsOf(
  // English
  'thanks|thank you|thank u|thankyou|many thanks|thx|thnx|tnx|tks|ty|tysm|cheers|thanks again|thank you again|+1|<3',
  'much appreciated|appreciated|appreciate it|i appreciate it|we appreciate it|i really appreciate it',
  'great|perfect|awesome|excellent|wonderful|brilliant|fantastic|amazing|cool|nice',
  'ok|okay|okey|got it|understood|noted|sounds good|good|well done|good job|great job',
  'no problem|all good|great work|nice work|great help|very helpful|roger',
  // 繁體中文
  '謝謝|謝啦|多謝|感謝|非常感謝|十分感謝|感恩|感激不盡|了解|瞭解|了解了|瞭解了|收到|收到了',
  '好的|好|好喔|好哦|沒問題|辛苦了|辛苦|太好了|太棒了|很棒|真棒|明白|明白了|知道了|讚|3q',
  // 简体中文
  '谢谢|谢啦|多谢|感谢|非常感谢|十分感谢|感激不尽|没问题|赞|好滴|好嘞|行|懂了|可以',
  // 日本語
  'ありがとう|ありがとうございます|ありがとうございました|ありがとうございまーす|有難う|有難うございます',
  '有り難うございます|有難う御座います|有難うございました|感謝|感謝します|感謝いたします|感謝しております',
  '感謝申し上げます|御礼申し上げます|お礼申し上げます|助かりました|助かります|大変助かりました|了解|了解です',
  '了解しました|了解いたしました|了解致しました|承知しました|承知いたしました|承知致しました|承知です',
  'かしこまりました|わかりました|分かりました|確認しました|確認いたしました|完璧です|素晴らしいです',
  'お疲れ様です|お疲れさまです|お疲れ様でした|お世話になりました|どうも|サンキュー|オッケー|オーケー',
)

/** May stand around them. */
const company = wordsOf(
  'so much|very much|a lot|a million|a bunch|all|everyone|everybody|team|guys',
  'for your help|for the help|for helping|for all your help|for your support|for the support',
  'for your quick help|for the quick help|for your assistance|for the quick reply|for your quick reply',
  'for the quick response|for your quick response|for your reply|for the reply|for the update',
  'for the information|for the info|for your time|for the explanation|for the fast response',
  "really|very|that is|that's|it's|indeed|then|and|your|work",
  '您|你|您們|你們|大家|各位|的|了|喔|哦|啦|囉|唷|啊|呀|嗯|哈|非常|十分|真的',
  '您的|你的|您們的|貴公司|原廠|協助|幫忙|幫助|支援|支持|回覆|回應|說明|處理|解答|快速|迅速|耐心',
  '您们|你们|协助|帮忙|帮助|支援|支持|回复|回应|说明|处理|解答|快速|迅速|耐心|哈哈',
  '本当に|大変|誠に|どうも|早速の|早速|迅速な|素早い|ご丁寧な|丁寧な|ご対応|ご回答|ご返信|ご連絡|ご説明',
  'ご支援|ご協力|サポート|対応|回答|返信|説明|いただき|頂き|くださり|下さり|くださって|を|に|で|の|も',
  'いつも|お世話になっております|お世話になります|皆様|みなさん|皆さん|ね|よ',
)

/** Of emoji and Slack's names for them only these. */
const signs = [...'👍👌🙏🙇🙌👏🎉🥳❤💕💖💯✅✔☺😊🙂😀😃😄😁😍🤩🥰😆🌟⭐✨🆗💪🤝🫡💐🌹']
const names = new Set(
  wordsOf(
    'thumbsup|+1|ok_hand|pray|bow|man-bowing|woman-bowing|raised_hands|clap|tada|heart|100|white_check_mark|heavy_check_mark|blush',
    'slightly_smiling_face|smile|smiley|grinning|heart_eyes|star|star2|sparkles|ok|muscle|handshake|saluting_face|bouquet|relaxed|partying_face',
  ),
)

const longestFirst = (texts: readonly string[]) => [...new Set(texts)].sort((a, b) => b.length - a.length)
const allPhrases = new Set(phrases)
const allWords = longestFirst([...phrases, ...company])

/** Signs between words, and what only changes the look of an emoji. */
const marks = /[\s\p{P}\p{Mn}\p{Cf}\p{Emoji_Modifier}~^|+～♪☆★]/u
/** `@Erin`, `森様`, `林さん`: whom they thank. */
const addressed = /^(?:@[\p{L}\p{N}_.-]{1,40}|[\p{Script=Han}\p{Script=Katakana}]{1,6}(?:さん|様|さま|先生|小姐))/u
const shortcode = /^:([a-z0-9_+-]{1,40})(?:::skin-tone-[2-6])?:/
const letter = /[a-z0-9]/

/** After thanks, one name: "Thanks, Erin!" */
const namedAfterThanks = /\b(?:[Tt]hanks|[Tt]hank [Yy]ou|[Tt]hx),? +\p{Lu}\p{Ll}{1,20}[\s!.)]*$/u
const capitalised = /\p{Lu}\p{Ll}{1,20}[\s!.)]*$/u

/**
 * Whether these are words of thanks or acknowledgement and nothing else, in any of the four languages or in emoji. A question
 * mark, an unknown word or an unknown emoji makes more of them: what is not certainly thanks is not thanks.
 */
export function isThanks(text: string): boolean {
  if (text.length > longest * 2) return false
  let rest = withoutName(text).normalize('NFKC').toLowerCase().replaceAll('’', "'").trim()
  if (rest === '' || [...rest].length > longest || /[?？]/u.test(rest)) return false
  let thanks = false
  let before = ' '
  while (rest !== '') {
    const step = next(rest, before)
    if (!step) return false
    thanks ||= step.thanks
    before = step.taken.at(-1) ?? ' '
    rest = rest.slice(step.taken.length)
  }
  return thanks
}

function withoutName(text: string): string {
  const plain = text.normalize('NFKC')
  const named = namedAfterThanks.test(plain) && capitalised.exec(plain)
  return named && named.index > 0 ? plain.slice(0, named.index) : plain
}

function next(rest: string, before: string): { taken: string; thanks: boolean } | undefined {
  const code = shortcode.exec(rest)
  if (code) return names.has(code[1]!) ? { taken: code[0], thanks: true } : undefined
  const name = addressed.exec(rest)
  if (name) return { taken: name[0], thanks: false }
  const word = allWords.find((each) => rest.startsWith(each) && standsAlone(each, before, rest.charAt(each.length)))
  if (word) return { taken: word, thanks: allPhrases.has(word) }
  const sign = signs.find((each) => rest.startsWith(each))
  if (sign) return { taken: sign, thanks: true }
  const [first = ''] = rest
  return marks.test(first) ? { taken: first, thanks: false } : undefined
}

/** Latin words end where letters do: `nicety` is neither `nice` nor `ty`. */
const standsAlone = (word: string, before: string, after: string): boolean =>
  !(letter.test(word.charAt(0)) && letter.test(before)) && !(letter.test(word.at(-1)!) && letter.test(after))
