import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AbstractStartedContainer, GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { connectIdp } from '../client.ts'
import { writeContext } from '../container/context.ts'
import type { ControlledIssuer } from '../model.ts'

const port = 9400

/**
 * The mock identity provider in a container, without root privileges and with a read-only root filesystem. By default
 * the issuer is derived from the Host of each request, so that it fits tests on the host and other containers alike.
 *
 * @example
 * const container = await (await IdpContainer.build()).start()
 * const idp = await container.control()
 * const token = await idp.mint({ claims: { aud: 'my-api' } })
 */
export class IdpContainer extends GenericContainer {
  readonly #controlKey = randomBytes(24).toString('base64url')
  readonly #flags: string[] = []
  #issuer: string | undefined

  /** @param image an image that exists already, built by `build()` or `docker build` */
  constructor(image = 'auth-conformance-idp') {
    super(image)
    this.hostConfig.ReadonlyRootfs = true
    this.withExposedPorts(port)
    this.withEnvironment({ CONTROL_KEY: this.#controlKey })
    this.withWaitStrategy(Wait.forHealthCheck())
    this.withStartupTimeout(60_000)
  }

  /**
   * Builds the image on this machine: from scratch with the Node.js of this process, or on a `base` that has Node.js.
   *
   * @throws {IdpError} `OPTIONS` if the bundle is not built, or if there is no `base` and this machine does not run Linux
   */
  static async build({
    base,
    image = 'auth-conformance-idp',
  }: {
    /** Such as `node:24-slim`. */
    readonly base?: string
    readonly image?: string
  } = {}): Promise<IdpContainer> {
    const folder = await mkdtemp(join(tmpdir(), 'idp-image-'))
    try {
      await writeContext({ folder, ...(base !== undefined && { base }) })
      const builder = GenericContainer.fromDockerfile(folder)
      await (base === undefined ? builder : builder.withBuildArgs({ BASE: base })).build(image, { deleteOnExit: false })
      return new IdpContainer(image)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** Uses this issuer for all requests, byte for byte, instead of one derived from the Host. */
  withIssuer(issuer: string): this {
    this.#issuer = issuer
    return this
  }

  /** Further flags of `conformance idp`, such as `--auto-sign-in`. */
  withFlags(...flags: readonly string[]): this {
    this.#flags.push(...flags)
    return this
  }

  /** Users, clients and settings: a JSON or YAML file on this machine, in the format of `--config`. */
  withConfig(file: string): this {
    const target = `/config/${file.endsWith('.json') ? 'idp.json' : 'idp.yaml'}`
    return this.withBindMounts([{ source: file, target, mode: 'ro' }]).withFlags('--config', target)
  }

  override async start(): Promise<StartedIdpContainer> {
    const issuer = this.#issuer === undefined ? ['--issuer-from-host'] : ['--issuer', this.#issuer]
    this.withCommand([...issuer, '--control-key-env', 'CONTROL_KEY', ...this.#flags])
    return new StartedIdpContainer(await super.start(), this.#controlKey, this.#issuer)
  }
}

export class StartedIdpContainer extends AbstractStartedContainer {
  readonly #controlKey: string
  readonly #issuer: string | undefined

  constructor(started: StartedTestContainer, controlKey: string, issuer: string | undefined) {
    super(started)
    this.#controlKey = controlKey
    this.#issuer = issuer
  }

  /** The URL for this machine, without a trailing slash. Containers of the same network use its alias and port 9400. */
  get url(): string {
    return `http://${this.getHost()}:${this.getMappedPort(port)}`
  }

  /** The `iss` of the tokens that are requested at `url`. */
  get issuer(): string {
    return this.#issuer ?? this.url
  }

  /**
   * Connects to its control API: mint, keys, faults, clock, journal, users and clients.
   *
   * @throws {IdpError} `UNREACHABLE`
   */
  control(options: { readonly tenant?: string } = {}): Promise<ControlledIssuer> {
    return connectIdp(this.url, { ...options, controlKey: this.#controlKey })
  }
}
