import { sizeWords } from './shared-files.ts'
import { useWords } from './words.tsx'

interface Props {
  files: { id: string; name: string; title?: string; size: number; url: string }[]
}

/** What a message carries: each file with its name and size, to be fetched. */
export function FileList({ files }: Props) {
  const { language, t } = useWords()
  if (files.length === 0) return null
  return (
    <ul className="files" aria-label={t('files')}>
      {files.map(({ id, name, title = name, size, url }) => (
        <li key={id}>
          <a
            href={ownPath(url)}
            download={name}
            aria-label={t('download', { name: title })}
            className={picture.test(name) ? 'picture' : ''}
          >
            {picture.test(name) ? <img src={ownPath(url)} alt="" loading="lazy" /> : <FileSign />}
            <span>
              <b>{title}</b>
              <small>{sizeWords(size, language)}</small>
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** What the page's server serves for looking at, too. */
const picture = /\.(png|jpe?g|gif|webp)$/i

/** The page fetches from its own origin alone, whatever a message says. */
const ownPath = (url: string): string => (/^\/playground\/files\//.test(url) ? url : '#')

export function FileSign() {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path fill="none" stroke="currentColor" strokeWidth="1.5" d="M5 2.5h6.5l4 4v11H5zM11.5 2.5v4h4" />
    </svg>
  )
}
