const dates = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

/** What better-auth's own tables are called here, for each of the doors that it stands behind. */
export const authTables = {
  user: { modelName: 'people', fields: { emailVerified: 'email_verified', ...dates } },
  session: {
    modelName: 'dashboard_sessions',
    fields: {
      userId: 'person_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...dates,
    },
  },
  account: {
    modelName: 'sign_in_accounts',
    fields: {
      userId: 'person_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...dates,
    },
  },
  verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...dates } },
} as const;
