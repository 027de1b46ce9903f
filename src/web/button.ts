import { element } from './element.js'
import { icon } from './icons/icon.js'
import type { IconName } from './icons/icon-paths.js'

interface ButtonOptions {
  readonly label: string
  readonly icon?: IconName
  /** Shows the icon alone; the label is then read out and shown on hover. */
  readonly compact?: boolean
  readonly className?: string
  onClick?(event: MouseEvent): void
}

export function button(options: ButtonOptions): HTMLButtonElement {
  const { label, compact, className, onClick } = options
  const made = element('button', {
    type: 'button',
    class: className ?? (compact ? 'compact' : undefined),
    ...(compact && { 'aria-label': label, title: label }),
  })
  if (options.icon) made.append(icon(options.icon))
  if (!compact) made.append(element('span', {}, label))
  if (onClick) made.addEventListener('click', onClick)
  return made
}
