/** How long `bytes` more take, as a person says it; nothing when nobody can know. */
export function timeLeft(bytes: number, bytesPerSecond: number | undefined): string | undefined {
  if (!bytesPerSecond) return undefined
  const seconds = Math.ceil(bytes / bytesPerSecond)
  if (seconds < 60) return `${Math.max(1, seconds)} s left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min left`
  const hours = Math.round(minutes / 6) / 10
  return hours < 48 ? `${hours} h left` : `${Math.round(hours / 24)} days left`
}
