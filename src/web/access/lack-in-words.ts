/** What each scope lets somebody do. */
const deeds: Readonly<Record<string, string>> = {
  list: 'list files',
  read: 'download files',
  upload: 'upload',
  manage: 'change or delete files',
}

/** What a token may not do, by what the service says of the scope that it lacks. */
export function lackInWords(detail: string): string {
  const scope = /\bscope (\w+)/.exec(detail)?.[1] ?? ''
  const deed = deeds[scope]
  return deed
    ? `This token may not ${deed} (scope “${scope}”).`
    : 'This token is not good for this.'
}
