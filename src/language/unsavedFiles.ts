/** A file as an editor holds it. */
interface UnsavedFile {
  readonly text: string
  /** Never used twice. */
  readonly version: number
}

/** Files that are open in an editor and differ there from what is on disk: cells are checked against what one sees. */
export class UnsavedFiles {
  private readonly files = new Map<string, UnsavedFile>()
  private nextVersion = 1

  /**
   * @param file absolute path with slashes
   * @param text null when the file is on disk as the editor shows it
   */
  set(file: string, text: string | null): void {
    if (text === null) this.files.delete(file)
    else this.files.set(file, { text, version: this.nextVersion++ })
  }

  get(file: string): UnsavedFile | undefined {
    return this.files.get(file)
  }
}
