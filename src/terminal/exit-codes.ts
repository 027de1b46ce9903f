/** How a command ended, of clients and of operators (sysexits.h, where it has a name for it). */
export const exitCodes = {
  done: 0,
  /** It was carried out, and not all is as it should be. */
  problems: 1,
  usage: 64,
  corrupt: 65,
  noInput: 66,
  unavailable: 69,
  cannotCreate: 73,
  io: 74,
  inUse: 75,
  protocol: 76,
  noPermission: 77,
  config: 78,
} as const

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done',
  problems: 'problems were found',
  usage: 'the command line is wrong',
  corrupt: 'the metadata is missing or damaged',
  noInput: 'there is no such file, here or there',
  unavailable: 'the service cannot be reached, or cannot do it now',
  cannotCreate: 'the place to write to is not one',
  io: 'the disk cannot be read or written',
  inUse: 'another process is using the directory',
  protocol: 'something other than Filedrop answered',
  noPermission: 'the token is missing, wrong or not good for this',
  config: 'a setting is wrong',
}

/** The end of a help text: the codes with which a command can end, some of them in words of its own. */
export function exitHelp(words: Partial<Record<keyof typeof exitCodes, string>>): string {
  const lines = Object.entries(words).map(
    ([name, text]) =>
      `  ${exitCodes[name as keyof typeof exitCodes]}`.padEnd(6) +
      (text || meanings[name as keyof typeof exitCodes])
  )
  return `Exit codes:\n${lines.join('\n')}\n`
}
