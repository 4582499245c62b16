// SPDX-License-Identifier: Apache-2.0
import { formatNumber, t } from '../../language/language';
import { CheckField, Field, SelectField, textIn } from '../../ui/form';
import { algorithms, linesOf, type App } from './app_api';

/** The fields that adding and changing an app share. */
export function AppFields({ app }: { app?: App }) {
  return (
    <>
      <Field
        name="name"
        label={t('apps.name')}
        hint={t('apps.nameHint')}
        defaultValue={app?.name}
        autoComplete="off"
      />
      <Field
        name="redirectUris"
        label={t('apps.redirectUris')}
        hint={t('apps.redirectUrisHint')}
        rows={3}
        defaultValue={app?.redirectUris.join('\n') ?? ''}
      />
      <Field
        name="baseUrl"
        type="url"
        label={t('apps.baseUrl')}
        hint={t('apps.baseUrlHint')}
        placeholder="https://orders.example.com"
        defaultValue={app?.baseUrl ?? ''}
        optional
      />
    </>
  );
}

/** The fields that few ever need to touch. */
export function AppTokenFields({ app }: { app: App }) {
  return (
    <fieldset className="group">
      <legend>{t('apps.tokens')}</legend>
      <div className="pair">
        <SelectField name="algorithm" label={t('apps.algorithm')} defaultValue={app.algorithm}>
          {algorithms.map((name) => (
            <option key={name} value={name}>
              {name === 'HS256' ? t('apps.algorithmShared') : name}
            </option>
          ))}
        </SelectField>
        <Field
          name="tokenLifetimeSeconds"
          type="number"
          min={60}
          max={86_400}
          inputMode="numeric"
          label={t('apps.lifetime')}
          hint={t('apps.lifetimeHint', { least: formatNumber(60), most: formatNumber(86_400) })}
          defaultValue={app.tokenLifetimeSeconds}
        />
      </div>
      <CheckField name="thirdParty" label={t('apps.thirdParty')} checked={app.thirdParty} />
    </fieldset>
  );
}

export function readAppFields(values: FormData) {
  return {
    name: textIn(values, 'name'),
    redirectUris: linesOf(textIn(values, 'redirectUris')),
    baseUrl: textIn(values, 'baseUrl') || null,
  };
}
