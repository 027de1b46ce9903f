interface KeyActions {
  toggle(): void
  seekBy(seconds: number): void
  move(steps: 1 | -1): void
  escape(): void
}

/** The keys of the player, as long as the focus is in it; a button or a slider keeps those that are its own. */
export function listenToKeys(host: HTMLElement, actions: KeyActions): void {
  const onSlider: Record<string, () => void> = {
    n: () => actions.move(1),
    p: () => actions.move(-1),
    k: actions.toggle,
    Escape: actions.escape,
  }
  const elsewhere: Record<string, () => void> = {
    ...onSlider,
    ArrowLeft: () => actions.seekBy(-5),
    ArrowRight: () => actions.seekBy(5),
  }
  host.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const keys = event.target instanceof HTMLInputElement ? onSlider : elsewhere
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
}
