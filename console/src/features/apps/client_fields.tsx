// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { CheckField, Field, SelectField, textIn } from '../../ui/form';
import { linesOf, type App } from './app_api';

/** What an app is as an OpenID Connect client; most never need to touch it. */
export function AppClientFields({ app }: { app: App }) {
  return (
    <fieldset className="group">
      <legend>{t('apps.client')}</legend>
      <SelectField
        name="clientType"
        label={t('apps.clientType')}
        hint={t('apps.clientTypeHint')}
        defaultValue={app.clientType}
      >
        <option value="confidential">{t('apps.clientConfidential')}</option>
        <option value="public">{t('apps.clientPublic')}</option>
      </SelectField>
      <Field
        name="postLogoutRedirectUris"
        label={t('apps.postLogoutUris')}
        hint={t('apps.postLogoutUrisHint')}
        rows={2}
        defaultValue={app.postLogoutRedirectUris.join('\n')}
        optional
      />
      <Field
        name="backchannelLogoutUri"
        type="url"
        label={t('apps.backchannelUri')}
        hint={t('apps.backchannelUriHint')}
        defaultValue={app.backchannelLogoutUri ?? ''}
        optional
      />
      <Field
        name="jwks"
        label={t('apps.jwks')}
        hint={t('apps.jwksHint')}
        rows={3}
        defaultValue={app.jwks ?? ''}
        optional
      />
      <SelectField
        name="idTokenSignedResponseAlg"
        label={t('apps.idTokenAlgorithm')}
        defaultValue={app.idTokenSignedResponseAlg}
      >
        {['RS256', 'ES256', 'EdDSA', 'HS256'].map((name) => (
          <option key={name} value={name}>
            {name === 'HS256' ? t('apps.algorithmShared') : name}
          </option>
        ))}
      </SelectField>
      <CheckField name="pkceOptional" label={t('apps.pkceOptional')} checked={app.pkceOptional} />
      <CheckField
        name="userinfoSigned"
        label={t('apps.userinfoSigned')}
        checked={app.userinfoSignedResponseAlg !== null}
      />
    </fieldset>
  );
}

export function readClientFields(values: FormData) {
  return {
    clientType: textIn(values, 'clientType'),
    postLogoutRedirectUris: linesOf(textIn(values, 'postLogoutRedirectUris')),
    backchannelLogoutUri: textIn(values, 'backchannelLogoutUri') || null,
    jwks: textIn(values, 'jwks') || null,
    pkceOptional: values.has('pkceOptional'),
    idTokenSignedResponseAlg: textIn(values, 'idTokenSignedResponseAlg'),
    userinfoSignedResponseAlg: values.has('userinfoSigned') ? 'RS256' : null,
  };
}
