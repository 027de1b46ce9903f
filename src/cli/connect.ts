import { FiledropClient } from '../client/client.js'
import { readEnvironment } from './environment.js'

/** The service that the environment names. Throws `CliError`. */
export const connect = (): FiledropClient => new FiledropClient(readEnvironment())
