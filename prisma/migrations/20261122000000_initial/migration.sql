-- CreateTable
CREATE TABLE "organizations" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "programme" TEXT,
    "anniversary" TEXT,
    "time_zone" TEXT NOT NULL,
    "locale" TEXT,
    "renewal_policy" TEXT NOT NULL DEFAULT 'renew-only',
    "sales_channel" TEXT,
    "region" TEXT,
    "partner_id" TEXT,
    "created_on" DATE,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT,
    "role" TEXT NOT NULL,
    "purposes" TEXT[],
    "language" TEXT,
    "locale" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_identities" (
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "contact_id" UUID,
    "email" TEXT,
    "language" TEXT,
    "platform_locale" TEXT,
    "zone" TEXT,
    "display_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "linked_at" TIMESTAMPTZ(3),

    CONSTRAINT "chat_identities_pkey" PRIMARY KEY ("platform","workspace","user_id")
);

-- CreateTable
CREATE TABLE "sign_ups" (
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "email" TEXT NOT NULL,
    "language" TEXT,
    "company" TEXT,
    "code_hash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_ups_pkey" PRIMARY KEY ("platform","workspace","user_id")
);

-- CreateTable
CREATE TABLE "link_codes" (
    "contact_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_codes_pkey" PRIMARY KEY ("contact_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "contact_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "locale" TEXT,
    "products" TEXT[],
    "triage_channel" TEXT,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("email")
);

-- CreateTable
CREATE TABLE "support_centers" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "email" TEXT,
    "url" TEXT,
    "opens" TEXT,
    "closes" TEXT,
    "days" TEXT,
    "time_zone" TEXT,
    "holidays" TEXT,

    CONSTRAINT "support_centers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partners" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "url" TEXT,
    "families" TEXT[],

    CONSTRAINT "partners_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "center_id" TEXT,
    "description" TEXT,
    "descriptions" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "versions" (
    "product_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "generally_available_on" DATE,
    "end_of_service_on" DATE,
    "successor" TEXT,

    CONSTRAINT "versions_pkey" PRIMARY KEY ("product_id","version")
);

-- CreateTable
CREATE TABLE "releases" (
    "id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "titles" JSONB NOT NULL DEFAULT '{}',
    "notes" TEXT,
    "notes_by" JSONB NOT NULL DEFAULT '{}',
    "published_on" DATE NOT NULL,
    "fixes_cases" TEXT,

    CONSTRAINT "releases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifacts" (
    "release_id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "platform" TEXT,
    "size_bytes" BIGINT,
    "sha256" TEXT,
    "location" TEXT NOT NULL,

    CONSTRAINT "artifacts_pkey" PRIMARY KEY ("release_id","file_name")
);

-- CreateTable
CREATE TABLE "licenses" (
    "serial" TEXT NOT NULL,
    "display_serial" TEXT NOT NULL,
    "registration_hash" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "organization_id" TEXT,
    "on_account" BOOLEAN NOT NULL DEFAULT false,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "purchased_on" DATE NOT NULL,
    "initial_months" INTEGER NOT NULL DEFAULT 12,
    "license_file" TEXT,
    "list_price" DECIMAL(18,4),
    "renewal_price" DECIMAL(18,4),
    "currency" TEXT,
    "registered_at" TIMESTAMPTZ(3),
    "registered_by" UUID,

    CONSTRAINT "licenses_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "agreements" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "serial" TEXT NOT NULL,
    "contract_hash" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "level" TEXT NOT NULL DEFAULT 'standard',
    "registered_at" TIMESTAMPTZ(3),
    "registered_by" UUID,

    CONSTRAINT "agreements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "faq" (
    "id" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "product_id" TEXT,

    CONSTRAINT "faq_pkey" PRIMARY KEY ("id","locale")
);

-- CreateTable
CREATE TABLE "happenings" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "happenings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "organization_id" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "slack_installations" (
    "workspace" TEXT NOT NULL,
    "enterprise" TEXT,
    "token" TEXT NOT NULL,
    "bot_user" TEXT,
    "scopes" TEXT[],
    "installed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "slack_installations_pkey" PRIMARY KEY ("workspace")
);

-- CreateTable
CREATE TABLE "oauth_states" (
    "state_hash" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_states_pkey" PRIMARY KEY ("state_hash")
);

-- CreateTable
CREATE TABLE "conversation_references" (
    "key" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "service_url" TEXT NOT NULL,
    "conversation" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "bot" JSONB NOT NULL,
    "user" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_references_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "inbox" (
    "key" TEXT NOT NULL,
    "payload" JSONB,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leased_by" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox_lanes" (
    "key" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_by" TEXT,

    CONSTRAINT "outbox_lanes_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox_messages" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "position" BIGSERIAL NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "payload" JSONB,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "first_attempt_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "error" TEXT,
    "reference" TEXT,
    "conversation" TEXT,

    CONSTRAINT "outbox_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_pauses" (
    "workspace" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pauses_pkey" PRIMARY KEY ("workspace")
);

-- CreateTable
CREATE TABLE "cron_runs" (
    "slot" TEXT NOT NULL,
    "ran_by" TEXT NOT NULL,
    "ran_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cron_runs_pkey" PRIMARY KEY ("slot")
);

-- CreateIndex
CREATE INDEX "contacts_email_idx" ON "contacts"("email");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_organization_id_email_key" ON "contacts"("organization_id", "email");

-- CreateIndex
CREATE INDEX "chat_identities_contact_id_idx" ON "chat_identities"("contact_id");

-- CreateIndex
CREATE INDEX "sign_ups_expires_at_idx" ON "sign_ups"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "link_codes_code_hash_key" ON "link_codes"("code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_code_hash_key" ON "invitations"("code_hash");

-- CreateIndex
CREATE INDEX "invitations_contact_id_idx" ON "invitations"("contact_id");

-- CreateIndex
CREATE INDEX "releases_product_id_published_on_idx" ON "releases"("product_id", "published_on");

-- CreateIndex
CREATE INDEX "licenses_organization_id_idx" ON "licenses"("organization_id");

-- CreateIndex
CREATE INDEX "licenses_product_id_idx" ON "licenses"("product_id");

-- CreateIndex
CREATE INDEX "agreements_contract_hash_idx" ON "agreements"("contract_hash");

-- CreateIndex
CREATE UNIQUE INDEX "agreements_serial_contract_hash_key" ON "agreements"("serial", "contract_hash");

-- CreateIndex
CREATE INDEX "happenings_key_at_idx" ON "happenings"("key", "at");

-- CreateIndex
CREATE INDEX "happenings_at_idx" ON "happenings"("at");

-- CreateIndex
CREATE INDEX "audit_entries_organization_id_at_idx" ON "audit_entries"("organization_id", "at");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- CreateIndex
CREATE INDEX "slack_installations_enterprise_idx" ON "slack_installations"("enterprise");

-- CreateIndex
CREATE INDEX "conversation_references_tenant_idx" ON "conversation_references"("tenant");

-- CreateIndex
CREATE INDEX "inbox_pending_idx" ON "inbox"("due_at") WHERE (status = 'pending'::text);

-- CreateIndex
CREATE INDEX "inbox_received_at_idx" ON "inbox"("received_at");

-- CreateIndex
CREATE INDEX "outbox_lanes_due_idx" ON "outbox_lanes"("next_at") WHERE (active);

-- CreateIndex
CREATE UNIQUE INDEX "outbox_messages_position_key" ON "outbox_messages"("position");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_messages_dedupe_key_key" ON "outbox_messages"("dedupe_key");

-- CreateIndex
CREATE INDEX "outbox_open_idx" ON "outbox_messages"("lane", "position") WHERE (status = ANY (ARRAY['pending'::text, 'sending'::text, 'unknown'::text]));

-- CreateIndex
CREATE INDEX "outbox_dead_idx" ON "outbox_messages"("settled_at") WHERE (status = 'dead'::text);

-- CreateIndex
CREATE INDEX "cron_runs_ran_at_idx" ON "cron_runs"("ran_at");

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_identities" ADD CONSTRAINT "chat_identities_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_codes" ADD CONSTRAINT "link_codes_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_center_id_fkey" FOREIGN KEY ("center_id") REFERENCES "support_centers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "versions" ADD CONSTRAINT "versions_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "releases" ADD CONSTRAINT "releases_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "releases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "licenses" ADD CONSTRAINT "licenses_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "licenses" ADD CONSTRAINT "licenses_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_serial_fkey" FOREIGN KEY ("serial") REFERENCES "licenses"("serial") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox_messages" ADD CONSTRAINT "outbox_messages_lane_fkey" FOREIGN KEY ("lane") REFERENCES "outbox_lanes"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What schema.prisma cannot say ---------------------------------------------------------------------------------------

ALTER TABLE "organizations"
  ADD CONSTRAINT "organizations_renewal_policy_check" CHECK ("renewal_policy" IN ('renew-only', 'reinstate', 'back-pay')),
  ADD CONSTRAINT "organizations_anniversary_check" CHECK ("anniversary" ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$');

ALTER TABLE "contacts"
  ADD CONSTRAINT "contacts_role_check" CHECK ("role" IN ('primary', 'secondary', 'technical', 'viewer')),
  ADD CONSTRAINT "contacts_email_check" CHECK ("email" = lower("email"));

ALTER TABLE "chat_identities"
  ADD CONSTRAINT "chat_identities_platform_check" CHECK ("platform" IN ('slack', 'teams'));

ALTER TABLE "staff"
  ADD CONSTRAINT "staff_role_check" CHECK ("role" IN ('engineer', 'manager', 'administrator'));

ALTER TABLE "licenses"
  ADD CONSTRAINT "licenses_quantity_check" CHECK ("quantity" > 0),
  ADD CONSTRAINT "licenses_initial_months_check" CHECK ("initial_months" >= 0),
  ADD CONSTRAINT "licenses_owner_check" CHECK ("organization_id" IS NOT NULL OR ("registered_at" IS NULL AND NOT "on_account"));

ALTER TABLE "agreements"
  ADD CONSTRAINT "agreements_term_check" CHECK ("starts_on" <= "ends_on"),
  ADD CONSTRAINT "agreements_level_check" CHECK ("level" IN ('standard', 'premium'));

ALTER TABLE "inbox"
  ADD CONSTRAINT "inbox_status_check" CHECK ("status" IN ('pending', 'handled', 'dead'));

ALTER TABLE "outbox_messages"
  ADD CONSTRAINT "outbox_status_check" CHECK ("status" IN ('pending', 'sending', 'unknown', 'sent', 'dropped', 'dead')),
  ADD CONSTRAINT "outbox_payload_check" CHECK ("payload" IS NOT NULL OR "status" IN ('sent', 'dropped', 'dead'));

-- The audit log grows and is never rewritten, whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;

CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "audit_entries_not_emptied" BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
