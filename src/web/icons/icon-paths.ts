/** Outlines in a square of 24, drawn with a stroke. */
export const iconPaths = {
  close: 'M6 6l12 12M18 6L6 18',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  enlarge: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
  other: 'M7 3h7l5 5v13H7zM14 3v5h5',
  folder: 'M3 6h6l2 2h10v11H3z',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  next: 'M6 5l9 7-9 7zM18 5v14',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4l13 8-13 8z',
  previous: 'M18 5l-9 7 9 7zM6 5v14',
  retry: 'M20 12a8 8 0 1 1-2.5-5.8M20 4v4h-4',
  muted: 'M4 9v6h4l5 4V5L8 9zM17 9.5l5 5M22 9.5l-5 5',
  shrink: 'M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5',
  upload: 'M12 16V5m-5 5 5-5 5 5M5 20h14',
  volume: 'M4 9v6h4l5 4V5L8 9zM16.5 8.500a5 5 0 0 1 0 7M19 6a9 9 0 0 1 0 12',
} as const

export type IconName = keyof typeof iconPaths
