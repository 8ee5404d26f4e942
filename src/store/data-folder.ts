/** The folder of the embedded database and the key, made where it is absent. */
import fs from 'node:fs'

export class DataFolderError extends Error {
  constructor(folder: string, reason: string) {
    super(
      `DATA_DIR ${folder} cannot be written: ${reason}. Give this user the folder, or set DATA_DIR to another; ` +
        'with DATABASE_URL and TOKEN_ENCRYPTION_KEY no folder is needed.',
    )
    this.name = 'DataFolderError'
  }
}

/** Throws `DataFolderError` where the folder is not there and cannot be made, or cannot be written to. */
export function makeDataFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true })
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK)
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException
    throw new DataFolderError(folder, code ?? message)
  }
}
