import { button } from '../button.js'
import { element } from '../element.js'
import { faceOf } from '../face-of.js'
import { clockTime } from './clock-time.js'

export interface BarActions {
  toggle(): void
  move(steps: 1 | -1): void
  seek(seconds: number): void
  mute(): void
  volume(portion: number): void
  enlarge(): void
  close(): void
}

/** The controls of the player, and what they show. */
export class PlayerBar {
  readonly #play: HTMLButtonElement
  readonly #next: HTMLButtonElement
  readonly #mute: HTMLButtonElement
  readonly #enlarge: HTMLButtonElement
  readonly #title = element('p', { class: 'player-title', dir: 'auto' })
  readonly #note = element('p', { class: 'player-note', role: 'status' })
  readonly #passed = element('span', { class: 'player-time' })
  readonly #total = element('span', { class: 'player-time' })
  readonly #position = slider('Position', { class: 'player-position', step: '1' })
  readonly #volume = slider('Volume', { class: 'player-volume', max: '1', step: '0.05' })
  readonly root: HTMLElement

  constructor(actions: BarActions) {
    const previous = button({
      compact: true,
      icon: 'previous',
      label: 'Play the previous one',
      onClick: () => actions.move(-1),
    })
    this.#play = button({ compact: true, icon: 'play', label: 'Play', onClick: actions.toggle })
    this.#next = button({
      compact: true,
      icon: 'next',
      label: 'Play the next one',
      onClick: () => actions.move(1),
    })
    this.#mute = button({ compact: true, icon: 'volume', label: 'Mute', onClick: actions.mute })
    this.#enlarge = button({
      compact: true,
      icon: 'enlarge',
      label: 'Enlarge',
      onClick: actions.enlarge,
    })
    this.#position.addEventListener('input', () => actions.seek(this.#position.valueAsNumber))
    this.#volume.addEventListener('input', () => actions.volume(this.#volume.valueAsNumber))
    this.#play.classList.add('player-play')
    this.root = element(
      'div',
      { class: 'player-bar' },
      element('div', { class: 'player-buttons' }, previous, this.#play, this.#next),
      element('div', { class: 'player-what' }, this.#title, this.#note),
      element('div', { class: 'player-seek' }, this.#passed, this.#position, this.#total),
      element(
        'div',
        { class: 'player-tools' },
        this.#mute,
        this.#volume,
        this.#enlarge,
        button({ compact: true, icon: 'close', label: 'Close the player', onClick: actions.close })
      )
    )
  }

  showTitle(title: string): void {
    this.#title.textContent = title
    this.#title.title = title
  }

  /** Says something in place of nothing, such as why it does not play. */
  showNote(note: string): void {
    if (this.#note.textContent !== note) this.#note.textContent = note
  }

  /** There is always something before: its own beginning. */
  showNeighbours({ hasNext }: { readonly hasNext: boolean }): void {
    this.#next.disabled = !hasNext
  }

  showMedia({ currentTime, duration, paused, muted, volume }: HTMLMediaElement): void {
    const isKnown = Number.isFinite(duration)
    this.#passed.textContent = clockTime(currentTime)
    this.#total.textContent = clockTime(duration)
    this.#position.disabled = !isKnown
    this.#position.max = String(isKnown ? duration : 1)
    this.#position.value = String(currentTime)
    this.#position.ariaValueText = `${clockTime(currentTime)} of ${clockTime(duration)}`
    this.#volume.value = String(muted ? 0 : volume)
    this.#volume.ariaValueText = `${Math.round((muted ? 0 : volume) * 100)} %`
    faceOf(this.#play, paused ? 'play' : 'pause', paused ? 'Play' : 'Pause')
    faceOf(this.#mute, muted ? 'muted' : 'volume', muted ? 'Unmute' : 'Mute')
  }

  showPicture({ hasPicture, isLarge }: { hasPicture: boolean; isLarge: boolean }): void {
    this.#enlarge.hidden = !hasPicture
    faceOf(this.#enlarge, isLarge ? 'shrink' : 'enlarge', isLarge ? 'Make it small' : 'Enlarge')
  }
}

const slider = (label: string, attributes: Record<string, string>): HTMLInputElement =>
  element('input', { type: 'range', min: '0', 'aria-label': label, ...attributes })
