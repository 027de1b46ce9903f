import { FiledropError, type FileInfo } from '../../client/client.js'
import { counted } from '../../terminal/words.js'
import type { Api } from '../api.js'
import { byId } from '../by-id.js'
import { explain, isRefusal } from '../explain.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'
import type { Player } from '../player/mount-player.js'
import type { Preview } from '../preview/mount-preview.js'
import { compareLists } from './compare-lists.js'
import { FileActions } from './file-actions.js'
import { openingOf } from './file-kind.js'
import { FileTable } from './file-table.js'
import { listControls } from './list-controls.js'
import { ListFeed } from './list-feed.js'
import { type Notice, showNotice } from './list-notice.js'
import { ListState } from './list-state.js'
import { pager } from './pager.js'
import { Picking } from './picking.js'
import { listenToKeys } from './row-keys.js'
import { openMenu } from './row-menu.js'

interface FilesOptions {
  readonly api: Api
  readonly news: News
  readonly player: Player
  readonly preview: Preview
  /** Told whether the service answers. */
  onReached(reached: boolean): void
}

type Page = Awaited<ReturnType<Api['client']['list']>>

/** The list of files, and what is done with them. */
export class FilesView {
  readonly #state = new ListState()
  readonly #table: FileTable
  readonly #actions: FileActions
  readonly #picking: Picking
  readonly #feed: ListFeed<Page>
  readonly #showPlace: ReturnType<typeof pager>
  #page: Page = { files: [] }
  /** Whether what comes next is another part of the list, in which nothing is news. */
  #turned = true
  /** Whether to ask for a token when the list is refused: once for each that is entered, and not all the time. */
  #mayAsk = true

  constructor(private readonly options: FilesOptions) {
    const { api, news } = options
    const actions = new FileActions({
      api,
      news,
      onChanged: () => this.refresh(),
      onHidden: () => this.#show(),
    })
    const body = byId<HTMLTableElement>('list').tBodies[0] as HTMLTableSectionElement
    const table = new FileTable(body, {
      open: (file) => this.#open(file),
      download: (file) => void actions.download([file]),
      copyLink: (file) => void actions.copyLinks([file]),
      more: (file, beside) => this.#offer(file, beside),
      pick: (file, chosen, extend) => picking.pick(file, chosen, extend),
      address: ({ file_id }) => api.url(`files/${file_id}`),
    })
    const picking = new Picking({
      table,
      download: (files) => void actions.download(files),
      copyLinks: (files) => void actions.copyLinks(files),
      delete: (files) => actions.delete(files),
    })
    const { selection } = picking
    listenToKeys(body, table, {
      delete: (file) => (selection.has(file) ? picking.deletePicked() : actions.delete([file])),
      rename: (file) => void actions.rename(file),
      toggle: (file) => selection.set([file], !selection.has(file)),
      pickAll: () => selection.set(table.files, true),
      clear: () => selection.clear(),
    })
    this.#showPlace = pager(byId('pager'), {
      back: () => this.#turnPage(() => this.#state.turnBack()),
      on: () => this.#turnPage(() => this.#page.cursor && this.#state.turnTo(this.#page.cursor)),
    })
    listControls(this.#state, () => this.#turn(() => {}))
    this.#feed = new ListFeed({
      load: (signal) => this.#load(signal),
      onLoaded: (page) => this.#take(page),
      onFailure: (error) => this.#fail(error),
      isVisible: () => document.visibilityState === 'visible',
    })
    this.#actions = actions
    this.#picking = picking
    this.#table = table
  }

  /** Asks for the list now, and from then on again and again. */
  refresh(): void {
    void this.#feed.refresh()
  }

  /** Looks with another token, or with none. */
  renew(): void {
    this.#turned = true
    this.#mayAsk = this.options.api.hasToken
    this.refresh()
  }

  /** Takes back the last deletion for which it is still time. */
  undo(): void {
    this.#actions.undo()
  }

  /** Sends what would be sent later. */
  leave(): void {
    this.#actions.deletions.leave()
  }

  #turn(change: () => void): void {
    change()
    this.#turned = true
    this.#mayAsk = true
    this.refresh()
  }

  #turnPage(change: () => void): void {
    this.#turn(change)
    byId('files').scrollIntoView()
  }

  #load(signal: AbortSignal): Promise<Page> {
    const { api } = this.options
    const load = (client: Api['client']) => client.list(this.#state.query, { signal })
    // What nobody asked for asks nobody for a token, and one that is good for uploads alone may be all that is wanted.
    return this.#mayAsk ? api.call(load, { whateverScope: true }) : load(api.client)
  }

  #take(page: Page): void {
    const { added, gone } = compareLists(this.#page.files, page.files)
    const { page: at, sort, order, search } = this.#state
    const { news, onReached } = this.options
    onReached(true)
    // All that was here is deleted.
    if (page.files.length === 0 && at > 1) {
      this.#turn(() => this.#state.turnBack())
      return
    }
    const isFirstLook = this.#turned
    this.#page = page
    this.#turned = false
    this.#mayAsk = false
    if (!isFirstLook) this.#picking.selection.drop(gone)
    this.#picking.selection.update(page.files)
    this.#show()
    if (isFirstLook && search !== '') {
      news.announce(
        `${counted(page.files.length, 'file')} found${page.cursor ? ', and more' : ''}.`
      )
    }
    if (isFirstLook || at > 1 || sort !== 'created' || order !== 'desc') return
    this.#table.flash(added)
    const [first] = added
    if (first) {
      news.announce(
        added.length === 1 ? `New: ${isolated(first.file_name)}` : `${added.length} new files`
      )
    }
  }

  /** Whether to go on asking. */
  #fail(error: unknown): boolean {
    // Whatever else stands between us and the service may give way again.
    const isOurs =
      error instanceof FiledropError && error.status < 500 && error.code !== 'UNEXPECTED_ANSWER'
    this.options.onReached(isOurs)
    if (!isOurs) return true
    this.#page = { files: [] }
    this.#mayAsk = false
    this.#show(this.#noticeOf(error))
    return false
  }

  #show(notice?: Notice): void {
    const { deletions } = this.#actions
    const files = this.#page.files.filter((file) => !deletions.isHidden(file))
    this.#table.show(files)
    this.#picking.show()
    this.#showPlace({ page: this.#state.page, hasMore: this.#page.cursor !== undefined })
    const said = notice ?? this.#noticeFor(files)
    showNotice(byId('state'), said)
    byId('list').hidden = ['empty', 'refused', 'not-for-this-token'].includes(said.is)
  }

  #noticeFor({ length }: readonly FileInfo[]): Notice {
    if (length > 0 || this.#page.cursor !== undefined) return { is: 'nothing' }
    const { search } = this.#state
    return search === '' ? { is: 'empty' } : { is: 'not-found', search }
  }

  #noticeOf(error: FiledropError): Notice {
    const why = explain(error)
    if (!isRefusal(error)) return { is: 'failed', why }
    const { status, message } = error
    const askForToken = () => void this.options.api.refused(status, message)
    return status === 403
      ? { is: 'not-for-this-token', why, askForToken }
      : { is: 'refused', askForToken }
  }

  #open(file: FileInfo): void {
    const { player, preview } = this.options
    const opening = openingOf(file)
    const alike = this.#table.files.filter((other) => openingOf(other) === opening)
    if (opening === 'preview') preview.open(file, alike)
    else if (opening === 'play') player.play(file, alike)
    else void this.#actions.download([file])
  }

  #offer(file: FileInfo, beside: HTMLElement): void {
    const actions = this.#actions
    openMenu(beside, `Actions for ${isolated(file.file_name)}`, [
      { label: 'Open', icon: 'open', run: () => this.#open(file) },
      { label: 'Download', icon: 'download', run: () => void actions.download([file]) },
      { label: 'Copy link', icon: 'link', run: () => void actions.copyLinks([file]) },
      { label: 'Rename…', icon: 'rename', run: () => void actions.rename(file) },
      { label: 'Replace…', icon: 'replace', run: () => void actions.replace(file) },
      { label: 'Delete', icon: 'trash', danger: true, run: () => actions.delete([file]) },
    ])
  }
}
