import { FileSign } from './file-list.tsx'
import { sizeWords } from './shared-files.ts'
import { useWords } from './words.tsx'

interface Props {
  files: File[]
  onRemove(file: File): void
}

/** What goes with the words that are being written. */
export function Attached({ files, onRemove }: Props) {
  const { language, t } = useWords()
  if (files.length === 0) return null
  return (
    <ul className="attached" aria-label={t('files')}>
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same file can be attached twice
        <li key={`${index} ${file.name}`}>
          <FileSign />
          <span>{file.name}</span>
          <small>{sizeWords(file.size, language)}</small>
          <button
            type="button"
            aria-label={t('removeFile', { name: file.name })}
            title={t('removeFile', { name: file.name })}
            onClick={() => onRemove(file)}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  )
}
