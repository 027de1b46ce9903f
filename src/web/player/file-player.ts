import type { FileInfo } from '../../client/client.js'
import type { Api } from '../api.js'
import { explain } from '../explain.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'
import { listenToKeys } from './listen-to-keys.js'
import { mediaSource } from './media-source.js'
import { PlayerBar } from './player-bar.js'
import { Queue } from './queue.js'
import { Stage } from './stage.js'
import { listenToSystem, showToSystem } from './system-controls.js'

export interface PlayerOptions {
  readonly host: HTMLElement
  readonly api: Api
  readonly news: News
}

/** After so many seconds, one step back leads to the beginning. */
const justBegun = 3

/** Plays files one after the other. */
export class FilePlayer {
  readonly #stage = new Stage({ changed: () => this.#showPicture() })
  readonly #bar = new PlayerBar({
    toggle: () => this.#toggle(),
    move: (steps) => this.#move(steps),
    seek: (seconds) => this.#stage.seek(seconds),
    mute: () => {
      this.#media.muted = !this.#media.muted
    },
    volume: (portion) => {
      this.#media.volume = portion
      this.#media.muted = portion === 0
    },
    enlarge: () => this.#enlarge(),
    close: () => this.#close(),
  })
  readonly #media = this.#stage.media
  #queue: Queue<FileInfo> | undefined
  #loading = new AbortController()
  #opener: Element | null = null

  constructor(private readonly options: PlayerOptions) {
    options.host.append(this.#stage.root, this.#bar.root)
    const show = () => this.#bar.showMedia(this.#media)
    for (const event of ['timeupdate', 'durationchange', 'play', 'pause', 'volumechange']) {
      this.#media.addEventListener(event, show)
    }
    this.#media.addEventListener('click', () => this.#toggle())
    this.#media.addEventListener('ended', () => this.#move(1))
    this.#media.addEventListener('error', () => {
      if (this.#media.hasAttribute('src')) this.#bar.showNote('This browser cannot play it.')
    })
    const move = (steps: 1 | -1) => this.#move(steps)
    listenToSystem(move)
    listenToKeys(options.host, {
      toggle: () => this.#toggle(),
      seekBy: (seconds) => this.#stage.seek(this.#media.currentTime + seconds),
      move,
      escape: () => (this.#stage.isLarge ? this.#enlarge() : this.#close()),
    })
  }

  play(file: FileInfo, queue: readonly FileInfo[]): void {
    const { host } = this.options
    this.#queue = new Queue(queue, file)
    if (host.hidden) this.#opener = document.activeElement
    host.hidden = false
    void this.#load(file)
  }

  async #load(file: FileInfo): Promise<void> {
    const { api, news } = this.options
    this.#unload()
    const { signal } = this.#loading
    this.#bar.showTitle(file.file_name)
    this.#bar.showNote('')
    this.#bar.showNeighbours({ hasNext: this.#queue?.next !== undefined })
    showToSystem(file.file_name)
    try {
      const source = await mediaSource(file, {
        api,
        signal,
        onProgress: (portion) => this.#bar.showNote(`Fetching, ${Math.floor(portion * 100)} %`),
      })
      if (signal.aborted) return URL.revokeObjectURL(source)
      this.#bar.showNote('')
      this.#media.src = source
      news.announce(`Playing ${isolated(file.file_name)}`)
      this.#start()
    } catch (error) {
      if (!signal.aborted) this.#bar.showNote(explain(error))
    }
  }

  /** A browser may want to be clicked at before it plays; the button still says so then. */
  #start(): void {
    this.#media.play().catch(() => this.#bar.showMedia(this.#media))
  }

  #toggle(): void {
    if (this.#media.paused) this.#start()
    else this.#media.pause()
  }

  #move(steps: 1 | -1): void {
    const restarts = steps < 0 && (this.#media.currentTime > justBegun || !this.#queue?.previous)
    const file = restarts ? undefined : this.#queue?.move(steps)
    if (restarts) this.#stage.seek(0)
    else if (file) void this.#load(file)
  }

  #enlarge(): void {
    this.#stage.enlarge()
    this.#showPicture()
  }

  #showPicture(): void {
    const { hasPicture, isLarge } = this.#stage
    this.#bar.showPicture({ hasPicture, isLarge })
  }

  #unload(): void {
    this.#loading.abort()
    this.#loading = new AbortController()
    this.#stage.unload()
    this.#bar.showMedia(this.#media)
  }

  #close(): void {
    this.#unload()
    this.#queue = undefined
    this.#stage.enlarge(false)
    showToSystem()
    this.options.host.hidden = true
    if (this.#opener instanceof HTMLElement) this.#opener.focus()
  }
}
