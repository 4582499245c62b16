// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import type { Parameters } from '../../router/match';
import { CopyBlock } from '../../ui/copy';
import { Section } from '../../ui/page';
import type { App } from './app_api';
import { AppPage } from './app_page';
import { nodeInstallSnippet, nodeSignInSnippet, nodeVerifySnippet } from './node_snippets';
import { caddySnippet, nginxSnippet, sharesHost } from './proxy_snippets';
import { cmakeSnippet, environmentSnippet, schemaSnippet, sourceSnippet } from './snippets';

export default function Guide({ parameters }: { parameters: Parameters }) {
  return (
    <AppPage id={parameters['id'] ?? ''}>
      {(app) => (
        <>
          <Cpp app={app} />
          <OpenIdConnect app={app} />
          <Node app={app} />
          <Proxy app={app} />
        </>
      )}
    </AppPage>
  );
}

function Cpp({ app }: { app: App }) {
  return (
    <Section id="cpp" title={t('guide.cpp')}>
      <p className="quiet">{t('guide.cppText')}</p>
      <h3>{t('guide.schema')}</h3>
      <CopyBlock label="kottster-app.json" text={schemaSnippet(app)} />
      <h3>{t('guide.source')}</h3>
      <CopyBlock label="first_app.cpp" text={sourceSnippet} />
      <h3>{t('guide.cmake')}</h3>
      <CopyBlock label="CMakeLists.txt" text={cmakeSnippet} />
      <h3>{t('guide.run')}</h3>
      <p className="quiet">{t('guide.runText')}</p>
      <CopyBlock label={t('guide.environment')} text={environmentSnippet(location.origin)} />
    </Section>
  );
}

function Node({ app }: { app: App }) {
  return (
    <Section id="node" title={t('guide.node')}>
      <p className="quiet">{t('guide.nodeText')}</p>
      <CopyBlock label={t('guide.nodeInstall')} text={nodeInstallSnippet} />
      <CopyBlock label="verify.mjs" text={nodeVerifySnippet(location.origin, app)} />
      <CopyBlock label="app.mjs" text={nodeSignInSnippet(location.origin, app)} />
    </Section>
  );
}

function Proxy({ app }: { app: App }) {
  const places = { app, host: location.host };
  return (
    <Section id="proxy" title={t('guide.proxy')}>
      <p className="quiet">{t('guide.proxyText')}</p>
      {!sharesHost(places) && <p className="notice">{t('guide.proxyOtherHost')}</p>}
      <CopyBlock label="nginx" text={nginxSnippet(places)} />
      <CopyBlock label="Caddyfile" text={caddySnippet(places)} />
    </Section>
  );
}

function OpenIdConnect({ app }: { app: App }) {
  return (
    <Section id="openid" title={t('guide.openid')}>
      <p className="quiet">{t('guide.openidText')}</p>
      <CopyBlock
        label={t('guide.openidDiscovery')}
        text={`${location.origin}/.well-known/openid-configuration`}
      />
      <CopyBlock
        label={t('guide.openidClient')}
        text={`client_id: ${app.id}\nclient_secret: ${t('guide.theSecret')}`}
      />
    </Section>
  );
}
