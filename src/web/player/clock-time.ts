/** Seconds as a clock shows them: `0:07`, `1:02:03`. */
export function clockTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–:––'
  const whole = Math.floor(seconds)
  const two = (count: number) => String(count).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
