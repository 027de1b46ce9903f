import { element } from '../element.js'

interface StageOptions {
  /** Told when a picture comes or goes. */
  changed(): void
}

/** What plays, and the box for its picture, which stays away as long as there is none. */
export class Stage {
  // It plays sound alone as well, and tells by itself whether there is a picture.
  readonly media = element('video', { playsinline: true, preload: 'auto', tabindex: '-1' })
  readonly root = element('div', { class: 'player-stage', hidden: true }, this.media)

  constructor({ changed }: StageOptions) {
    const look = () => {
      this.root.hidden = !this.hasPicture
      changed()
    }
    for (const event of ['loadedmetadata', 'resize', 'emptied']) {
      this.media.addEventListener(event, look)
    }
    this.media.addEventListener('dblclick', () => this.enlarge())
  }

  get hasPicture(): boolean {
    return this.media.videoWidth > 0
  }

  get isLarge(): boolean {
    return this.root.classList.contains('large')
  }

  /** Makes the picture fill the window, or small again. */
  enlarge(isLarge = !this.isLarge): void {
    this.root.classList.toggle('large', isLarge)
  }

  seek(seconds: number): void {
    const { duration } = this.media
    if (Number.isFinite(duration)) this.media.currentTime = Math.max(0, Math.min(seconds, duration))
  }

  unload(): void {
    URL.revokeObjectURL(this.media.src)
    this.media.removeAttribute('src')
    this.media.load()
  }
}
