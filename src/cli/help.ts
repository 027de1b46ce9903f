/** How every command ends that asks the service. */
export const clientExits = {
  done: '',
  problems: 'the service refused: what it is given, its size, or what the file has become',
  usage: '',
  noInput: '',
  unavailable: '',
  io: '',
  protocol: '',
  noPermission: '',
  config: '',
}

/** The options that the commands which change a file have in common. */
export const ifMatchHelp = `  --if-match ETAG  only in the state that has this tag, as \`info\` prints it; otherwise exit 1`
