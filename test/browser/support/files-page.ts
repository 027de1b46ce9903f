import { readFile } from 'node:fs/promises'
import type { CDPSession, Download, Locator, Page } from 'playwright-core'

/** A file as it is chosen from a disk: bytes, or the path of one that is too large for that. */
export type Chosen = { name: string; mimeType: string; buffer: Buffer } | string

type DragEvent = 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel'

/** The page at `/`, as somebody uses it who sees what is on it. */
export class FilesPage {
  #session: Promise<CDPSession> | undefined

  constructor(
    readonly page: Page,
    readonly address: string
  ) {}

  /** Goes to the page and waits until it has asked for the list. */
  async open(): Promise<this> {
    await this.page.goto(this.address)
    await this.page.getByText('Loading the files').waitFor({ state: 'hidden' })
    return this
  }

  /** The names in the list, from top to bottom. */
  names(): Promise<string[]> {
    return this.page.locator('#list tbody td.name a').allInnerTexts()
  }

  /** What opens the file. */
  link(name: string): Locator {
    return this.page.locator('#list').getByRole('link', { name, exact: true })
  }

  row(name: string): Locator {
    const link = this.page.getByRole('link', { name, exact: true })
    return this.page.locator('#list tbody tr').filter({ has: link })
  }

  /** Chooses something in the menu of a file. */
  async act(name: string, action: string): Promise<void> {
    await this.row(name).getByRole('button', { name: 'Actions for' }).click()
    await this.page.getByRole('menuitem', { name: action }).click()
  }

  async pick(...names: string[]): Promise<void> {
    for (const name of names) await this.row(name).getByRole('checkbox').check()
  }

  /** The bar for what is picked. */
  get selection(): Locator {
    return this.page.getByRole('region', { name: 'Selected files' })
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  get messages(): Locator {
    return this.page.locator('#toasts .toast')
  }

  /** The message that says this, once it is there. */
  message(text: string | RegExp): Promise<void> {
    return this.messages.filter({ hasText: text }).first().waitFor()
  }

  /** Chooses files behind "Choose files". */
  async choose(...files: Chosen[]): Promise<void> {
    await this.#choose('Choose files', files)
  }

  async #choose(button: string, files: Chosen[]): Promise<void> {
    const asked = this.page.waitForEvent('filechooser')
    await this.page.getByRole('button', { name: button }).click()
    // Playwright wants them all in one way.
    await (await asked).setFiles(files as string[])
  }

  /** The row of an upload. */
  upload(name: string): Locator {
    return this.page.locator('.upload').filter({ has: this.page.getByText(name, { exact: true }) })
  }

  /** Bytes of an upload that went so far, as its bar shows them. */
  sent(name: string): Promise<number> {
    const bar = this.upload(name).getByRole('progressbar')
    return bar.evaluate((element) => (element as unknown as { value: number }).value)
  }

  /** Resolves when so many files are uploaded, and none is on its way. */
  uploaded(count: number): Promise<void> {
    return this.uploads(new RegExp(`^${count} uploaded`))
  }

  /** What all uploads together are up to, once it is this. */
  uploads(text: string | RegExp): Promise<void> {
    return this.page.locator('.uploads-summary').filter({ hasText: text }).waitFor()
  }

  /** Drops files and folders of the disk onto the page, as the browser does it. */
  async drop(...paths: string[]): Promise<void> {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await this.drag(type, paths)
  }

  async drag(type: DragEvent, paths: string[]): Promise<void> {
    const data = { items: [], files: paths, dragOperationsMask: 1 }
    await (await this.#devtools()).send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  }

  /** One session for all: each keeps the conditions that were set in it. */
  #devtools(): Promise<CDPSession> {
    this.#session ??= this.page.context().newCDPSession(this.page)
    return this.#session
  }

  /** Lets so many bytes a second through, of what is sent; without a number, all. */
  async throttle(bytesPerSecond = -1): Promise<void> {
    const session = await this.#devtools()
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    })
  }
}

/** What a download brought. */
export async function saved(download: Download): Promise<{ name: string; bytes: Buffer }> {
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}
