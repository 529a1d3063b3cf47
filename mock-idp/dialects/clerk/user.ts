import type { User } from '../../issuer/users.ts'

/** For users without `updated_at`. Milliseconds since the epoch, like all times of Clerk. */
const defaultTime = Date.UTC(2025, 0, 1)

/** A user in the format of the backend API of Clerk, with every member that its JavaScript and Python SDKs require. */
export const clerkUser = ({ sub, username, password, claims = {} }: User) => {
  const text = (name: string): string | null => (typeof claims[name] === 'string' ? claims[name] : null)
  const [email, phone] = [text('email'), text('phone_number')]
  const time = typeof claims.updated_at === 'number' ? claims.updated_at * 1000 : defaultTime
  const times = { created_at: time, updated_at: time }
  return {
    id: sub,
    object: 'user',
    external_id: text('external_id'),
    username: username ?? text('preferred_username'),
    first_name: text('given_name'),
    last_name: text('family_name'),
    locale: text('locale'),
    image_url: text('picture') ?? '',
    has_image: text('picture') !== null,
    primary_email_address_id: email && emailId(sub),
    primary_phone_number_id: phone && phoneId(sub),
    primary_web3_wallet_id: null,
    email_addresses: email === null ? [] : [emailAddress(sub, email, claims.email_verified === true, times)],
    phone_numbers: phone === null ? [] : [phoneNumber(sub, phone, claims.phone_number_verified === true, times)],
    web3_wallets: [],
    passkeys: [],
    external_accounts: [],
    saml_accounts: [],
    enterprise_accounts: [],
    organization_memberships: [],
    public_metadata: objectOr(claims.public_metadata),
    private_metadata: objectOr(claims.private_metadata),
    unsafe_metadata: objectOr(claims.unsafe_metadata),
    password_enabled: password !== undefined,
    password_last_updated_at: null,
    two_factor_enabled: false,
    totp_enabled: false,
    backup_code_enabled: false,
    mfa_enabled_at: null,
    mfa_disabled_at: null,
    banned: false,
    locked: false,
    lockout_expires_in_seconds: null,
    verification_attempts_remaining: null,
    delete_self_enabled: true,
    create_organization_enabled: true,
    create_organizations_limit: null,
    last_sign_in_at: null,
    last_active_at: null,
    legal_accepted_at: null,
    ...times,
  }
}

const emailId = (sub: string): string => `idn_${sub}_email`
const phoneId = (sub: string): string => `idn_${sub}_phone`

interface Times {
  readonly created_at: number
  readonly updated_at: number
}

const emailAddress = (sub: string, address: string, verified: boolean, times: Times) => ({
  id: emailId(sub),
  object: 'email_address',
  email_address: address,
  reserved: false,
  verification: verified ? verifiedBy('email_code') : null,
  linked_to: [],
  matches_sso_connection: false,
  ...times,
})

const phoneNumber = (sub: string, number: string, verified: boolean, times: Times) => ({
  id: phoneId(sub),
  object: 'phone_number',
  phone_number: number,
  reserved: false,
  reserved_for_second_factor: false,
  default_second_factor: false,
  backup_codes: null,
  verification: verified ? verifiedBy('phone_code') : null,
  linked_to: [],
  ...times,
})

const verifiedBy = (strategy: string) => ({
  object: 'verification_otp',
  status: 'verified',
  strategy,
  attempts: 1,
  expire_at: null,
})

const objectOr = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
