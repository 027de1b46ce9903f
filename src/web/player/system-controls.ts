/** The keys of a keyboard or a headset, and the notice of the system, that are about what plays. */
export function listenToSystem(move: (steps: 1 | -1) => void): void {
  navigator.mediaSession?.setActionHandler('previoustrack', () => move(-1))
  navigator.mediaSession?.setActionHandler('nexttrack', () => move(1))
}

/** Tells the system what plays; without a title, that nothing does. */
export function showToSystem(title?: string): void {
  if (navigator.mediaSession) {
    navigator.mediaSession.metadata = title === undefined ? null : new MediaMetadata({ title })
  }
}
