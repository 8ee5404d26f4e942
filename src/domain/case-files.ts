/** Which files are carried from one side to the other. */
import type { CaseFile } from './case.ts'

/** Programs, scripts and what runs one when it is opened: for a colleague at the other company no file looks safer than one from a known case. */
const refusedEndings = new Set(
  (
    'exe msi msix msp mst appx appinstaller bat cmd com scr pif cpl dll sys drv ocx ps1 ps1xml ps2 psm1 psd1 psc1 ' +
    'vb vbs vbe vbscript js jse mjs cjs ws wsf wsc wsh sct hta jar jnlp class lnk url desktop scf inf reg gadget ' +
    'application html htm xhtml shtml mht mhtml svg svgz xsl xslt chm hlp msc ade adp app command action workflow ' +
    'dmg pkg deb rpm apk ipa appimage run sh bash zsh csh ksh fish pl py pyc rb php asp aspx jsp cgi ' +
    'iso img vhd vhdx wim one xll xlam docm dotm xlsm xltm pptm potm ppam ppsm sldm settingcontent-ms library-ms search-ms'
  ).split(' '),
)

const refusedTypes =
  /^(?:text\/(?:html|javascript|vbscript)|image\/svg\+xml|application\/(?:xhtml\+xml|javascript|ecmascript|x-javascript|x-msdownload|x-msdos-program|x-dosexec|vnd\.microsoft\.portable-executable|x-executable|x-elf|x-sh|x-bat|x-msi|java-archive|x-java-archive|hta|x-ms-shortcut))\b/i

/** Invisible marks and turns of direction: what is shown as `photo‮gpj.exe` is a program. */
const invisible = /[\p{Cf}\p{Cc}\p{Variation_Selector}]/gu
/** Windows leaves away dots and spaces at the end of a name, and what follows a colon (`x.exe::$DATA`). */
const endingsOf = (name: string): string[] =>
  name.split(':').flatMap((part) => {
    let end = part.length
    while (end > 0 && /[.\s]/u.test(part.charAt(end - 1))) end--
    const dot = part.lastIndexOf('.', end - 1)
    return dot < 0 ? [] : [part.slice(dot + 1, end).trim()]
  })

/**
 * Why a file is not carried: `kind` or `size`; undefined where it is. The size that its platform tells is believed; what
 * comes is counted again when it is fetched.
 */
export function refusalOf(
  { name, size, type }: { name: string; size?: number; type?: string },
  limitBytes: number,
): 'kind' | 'size' | undefined {
  const plain = name.normalize('NFKC').replace(invisible, '').toLowerCase()
  if (endingsOf(plain).some((ending) => refusedEndings.has(ending))) return 'kind'
  if (type !== undefined && refusedTypes.test(type)) return 'kind'
  return size !== undefined && size > limitBytes ? 'size' : undefined
}

/** A file as it is kept at first: to be fetched, or refused for a reason. */
export function judged(
  file: { name: string; size?: number; type?: string },
  limitBytes: number,
): Pick<CaseFile, 'status' | 'reason'> {
  const reason = refusalOf(file, limitBytes)
  return reason ? { status: 'refused', reason } : { status: 'waiting' }
}
