import type { Command } from 'commander'
import type { Catalog } from './catalog.ts'
import type { Io } from './io.ts'

/** What a command declares its arguments and flags with. */
export interface Declaration {
  /** With its name and description already. */
  readonly command: Command
  readonly io: Io
  readonly catalog: Catalog
  readonly argv: readonly string[]
  /** Makes an action of a function that resolves to an exit code. */
  readonly asAction: <Args extends unknown[]>(
    run: (...args: Args) => Promise<number>,
  ) => (...args: Args) => Promise<void>
}

type Declare = (declaration: Declaration) => void

/** A command of a program. Its module is loaded when the command is used. */
export interface CommandEntry {
  readonly name: string
  /** As the help shows them, such as `<id>`. */
  readonly operands?: string
  readonly about: string
  /** Runs where no command is named. */
  readonly isDefault?: true
  load(): Promise<Declare>
}

/** What a program is called, and what it can do. */
export interface Program {
  readonly name: string
  readonly about: string
  readonly commands: readonly CommandEntry[]
  /** A program that is one command only: declares its flags on the program itself. */
  readonly declare?: Declare
  /** Written below the help. */
  readonly after?: string
}
