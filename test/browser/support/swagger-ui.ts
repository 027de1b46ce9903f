import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'

/** A file as it is chosen from a disk. */
interface ChosenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** What is filled in for an operation before it is executed. */
interface Filled {
  /** By their names; those of the path are always needed. */
  readonly parameters?: Readonly<Record<string, string>>
  /** One of the types that the body may have. */
  readonly bodyType?: string
  readonly file?: ChosenFile
  /** Text parts of a form by their names. */
  readonly parts?: Readonly<Record<string, string>>
  /** The body where it is text. */
  readonly text?: string
}

/** An answer as Swagger UI shows it. */
interface Shown {
  readonly status: number
  /** Everything that stands there of body and headers. */
  readonly text: string
}

/** Swagger UI at `/docs`, used as by hand: "Try it out" of one operation after another. */
export class SwaggerUi {
  private constructor(private readonly page: Page) {}

  static async open(page: Page, address: string): Promise<SwaggerUi> {
    await page.goto(address)
    await page.locator('.opblock').first().waitFor()
    return new SwaggerUi(page)
  }

  /** Opens "Authorize" and puts the token in. */
  async authorize(token: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Authorize', exact: true }).click()
    const dialog = this.page.locator('.modal-ux')
    await dialog.getByRole('textbox').fill(token)
    await dialog.locator('button.authorize').click()
    await dialog.getByText('Logout').waitFor()
    await dialog.locator('button.btn-done').click()
  }

  /** Fills in what is given, sends it, and reads the answer off the page. */
  async execute(operationId: string, filled: Filled): Promise<Shown> {
    const operation = await this.#opened(operationId)
    await fillIn(operation, filled)
    await operation.locator('button.execute').click()
    const answer = this.#answer(operationId)
    await answer.waitFor()
    const status = await answer.locator('.response-col_status').innerText()
    return { status: Number.parseInt(status, 10), text: await answer.innerText() }
  }

  /** The same for an operation whose answer is offered as a file; its name and bytes as they are saved. */
  async download(operationId: string, filled: Filled): Promise<{ name: string; bytes: Buffer }> {
    const { status, text } = await this.execute(operationId, filled)
    if (status !== 200) throw new Error(text)
    const saved = this.page.waitForEvent('download')
    await this.#answer(operationId).getByText('Download file').click()
    const download = await saved
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }

  #operation(operationId: string): Locator {
    return this.page.locator(`.opblock[id$="-${operationId}"]`)
  }

  #answer(operationId: string): Locator {
    return this.#operation(operationId).locator('.live-responses-table .response')
  }

  /** The operation, opened, without what an earlier call of it left there. */
  async #opened(operationId: string): Promise<Locator> {
    const operation = this.#operation(operationId)
    if (!(await operation.locator('button.execute').isVisible())) {
      await operation.locator('.opblock-summary-control').click()
    }
    for (const button of ['button.reset', 'button.btn-clear']) {
      if (await operation.locator(button).isVisible()) await operation.locator(button).click()
    }
    await this.#answer(operationId).waitFor({ state: 'detached' })
    return operation
  }
}

async function fillIn(operation: Locator, filled: Filled): Promise<void> {
  for (const [name, value] of Object.entries(filled.parameters ?? {})) {
    await operation.locator(`tr[data-param-name="${name}"] input`).fill(value)
  }
  const body = operation.locator('.opblock-section-request-body')
  if (filled.bodyType) await body.locator('select.content-type').selectOption(filled.bodyType)
  if (filled.file) await body.locator('input[type=file]').setInputFiles(filled.file)
  for (const [name, value] of Object.entries(filled.parts ?? {})) {
    await body.locator(`tr[data-property-name="${name}"] input[type=text]`).fill(value)
  }
  if (filled.text) await body.locator('textarea').fill(filled.text)
}
