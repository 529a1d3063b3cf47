/** Secrets that no server should have: blanks, texts of missing values, defaults, and examples of tutorials. A NUL gives the MAC of the empty secret (RFC 2104 §2). */
export const commonSecrets: readonly string[] = [
  ...['', ' ', '\n', '""', '0', 'null', 'nil', 'None', 'undefined', 'NaN', 'false', 'true', '{}'],
  ...['[object Object]', '${JWT_SECRET}', '$JWT_SECRET', 'process.env.JWT_SECRET'],
  ...['a', '1', '1234', '123456', '12345678', '123456789', '1234567890'],
  ...['secret', 'Secret', 'SECRET', 'secret123', 'secretkey', 'secret-key', 'secret_key', 'secretKey', 'SECRET_KEY'],
  ...['mysecret', 'my-secret', 'my_secret', 'mysecretkey', 'my-secret-key', 'my_secret_key', 'topsecret'],
  ...['supersecret', 'super-secret', 'super_secret', 'supersecretkey', 'your-secret', 'your-secret-key'],
  ...['your_secret_key', 'your-256-bit-secret', 'your-384-bit-secret', 'your-512-bit-secret'],
  'a-string-secret-at-least-256-bits-long',
  ...['jwt', 'jwtsecret', 'jwt-secret', 'jwt_secret', 'JWT_SECRET', 'JWT_SECRET_KEY', 'my-jwt-secret', 'token'],
  ...['key', 'private-key', 'signing-key', 'hmac', 'auth', 'api-key', 'session', 'access'],
  ...['password', 'Password', 'password1', 'password123', 'passw0rd', 'qwerty', 'letmein', 'welcome', 'abc123'],
  ...['root', 'admin', 'admin123', 'administrator', 'guest', 'user'],
  ...['changeme', 'change-me', 'change_me', 'changeit', 'changethis', 'replace-me', 'default', 'example'],
  ...['test', 'test123', 'test-secret', 'dev', 'dev-secret', 'dev-secret-key', 'development', 'production', 'local'],
  ...['demo', 'demo123', 'foobar', 'keyboard cat', 'shhhhh', 'insecure'],
]

/** Values that published manuals of servers show as examples, or ship as defaults. */
export const documentedSecrets: readonly string[] = [
  'your-secure-token-here-must-be-at-least-50-characters-long',
  'same-token-as-backend',
  'your-local-auth-token-here',
  'dev-token-123',
  'test-token-456',
  'prod-token-456',
  'stage-token-789',
  'my-secure-dev-token',
  'default-token',
  'demo-token',
  'your-secret-token-here',
  '7K9X2L5p8M3n6Q1w4R7t0Y5u8I2o5P8a1S4d7F0g3H6j=',
]
