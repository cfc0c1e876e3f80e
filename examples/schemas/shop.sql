-- Shop
--
-- Every table has row level security: its grants and policies say who may do what.
-- Functions that triggers run live in the schema private, which the API does not expose.

-- Shared by all tables

create schema if not exists private;

create or replace function private.set_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.set_updated_at() from public;

create table if not exists private.audit_log (
  id bigint generated always as identity,
  at timestamptz not null default now(),
  table_name text not null,
  row_key jsonb not null,
  command text not null,
  actor uuid,
  role text not null,
  old_values jsonb,
  constraint audit_log_pkey primary key (id),
  constraint audit_log_command_check check (command in ('INSERT', 'UPDATE', 'DELETE'))
);

comment on table private.audit_log is 'What happened to rows of audited tables. Rows are added by triggers alone.';

alter table private.audit_log enable row level security;

create index if not exists audit_log_table_name_row_key_idx on private.audit_log (table_name, row_key);

create index if not exists audit_log_at_idx on private.audit_log (at);

revoke all on private.audit_log from anon, authenticated, service_role;

grant usage on schema private to service_role;

grant select on private.audit_log to service_role;

create or replace function private.write_audit_log()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  was jsonb;
  is_now jsonb;
  changed jsonb;
begin
  if tg_op <> 'INSERT' then
    was := to_jsonb(old);
  end if;
  if tg_op <> 'DELETE' then
    is_now := to_jsonb(new);
  end if;
  if tg_op = 'UPDATE' then
    changed := (select coalesce(jsonb_object_agg(o.key, o.value), '{}') from jsonb_each(was - string_to_array(tg_argv[1], ',')) o where o.value is distinct from is_now -> o.key);
  end if;
  insert into private.audit_log (table_name, row_key, command, actor, role, old_values)
    values (
      tg_table_name,
      (select jsonb_object_agg(k.name, coalesce(is_now, was) -> k.name) from unnest(string_to_array(tg_argv[0], ',')) k (name)),
      tg_op,
      (select auth.uid()),
      coalesce(nullif(current_setting('role'), 'none'), session_user),
      changed
    );
  return null;
end;
$$;

revoke execute on function private.write_audit_log() from public;

-- Account

create table if not exists public.accounts (
  id uuid not null,
  display_name text not null default '',
  country text not null default 'US',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint accounts_pkey primary key (id),
  constraint accounts_id_fkey
    foreign key (id)
    references auth.users (id)
    on delete cascade,
  constraint accounts_display_name_length_check check (char_length(display_name) <= 60),
  constraint accounts_country_length_check check (char_length(country) between 2 and 2),
  constraint accounts_country_format_check check (country ~ '^[A-Z]{2}$')
);

comment on table public.accounts is 'One row for each user, made at sign-up.';

create or replace trigger accounts_updated_at
  before update
  on public.accounts
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_accounts()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of accounts cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of accounts cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_accounts() from public;

create or replace trigger accounts_guard
  before update
  on public.accounts
  for each row
  execute function private.guard_accounts();

create or replace function private.create_account()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  wanted_display_name text := new.raw_user_meta_data ->> 'display_name';
begin
  if not coalesce(char_length(wanted_display_name) <= 60, false) then
    wanted_display_name := '';
  end if;
  for attempt in 1..3 loop
    begin
      insert into public.accounts (id, display_name)
      values (new.id, wanted_display_name);
      return new;
    exception
      when integrity_constraint_violation then
        -- Somebody took the value between the question and the insert.
        wanted_display_name := '';
    end;
  end loop;
  raise warning '% has no row for user %', 'accounts', new.id;
  return new;
exception
  when others then
    raise warning '% has no row for user %: %', 'accounts', new.id, sqlerrm;
    return new;
end;
$$;

revoke execute on function private.create_account() from public;

create or replace trigger create_account
  after insert
  on auth.users
  for each row
  execute function private.create_account();

insert into public.accounts (
  id,
  display_name
) select
  id,
  ''
from auth.users
on conflict do nothing;

alter table public.accounts enable row level security;

revoke all on public.accounts from anon, authenticated;

grant select, update on public.accounts to authenticated;

grant all on public.accounts to service_role;

drop policy if exists accounts_select on public.accounts;
create policy accounts_select
  on public.accounts
  for select
  to authenticated
  using (id = (select auth.uid()));

drop policy if exists accounts_update on public.accounts;
create policy accounts_update
  on public.accounts
  for update
  to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));

-- Address

create table if not exists public.addresses (
  id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  recipient text not null,
  street text not null,
  city text not null,
  postcode text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint addresses_pkey primary key (id),
  constraint addresses_account_id_fkey
    foreign key (account_id)
    references public.accounts (id)
    on delete cascade,
  constraint addresses_recipient_length_check check (char_length(recipient) between 1 and 80),
  constraint addresses_street_length_check check (char_length(street) between 1 and 120),
  constraint addresses_city_length_check check (char_length(city) between 1 and 80),
  constraint addresses_postcode_length_check check (char_length(postcode) between 2 and 12),
  constraint addresses_postcode_format_check check (postcode ~ '^[A-Z0-9 -]+$')
);

create index if not exists addresses_account_id_idx on public.addresses (account_id);

create or replace trigger addresses_updated_at
  before update
  on public.addresses
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_addresses()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of addresses cannot be changed';
  end if;
  if new.account_id is distinct from old.account_id then
    raise exception using errcode = '42501', message = 'account_id of addresses cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of addresses cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_addresses() from public;

create or replace trigger addresses_guard
  before insert or update
  on public.addresses
  for each row
  execute function private.guard_addresses();

alter table public.addresses enable row level security;

revoke all on public.addresses from anon, authenticated;

grant select, insert, update, delete on public.addresses to authenticated;

grant all on public.addresses to service_role;

drop policy if exists addresses_select on public.addresses;
create policy addresses_select
  on public.addresses
  for select
  to authenticated
  using (account_id = (select auth.uid()));

drop policy if exists addresses_insert on public.addresses;
create policy addresses_insert
  on public.addresses
  for insert
  to authenticated
  with check (account_id = (select auth.uid()));

drop policy if exists addresses_update on public.addresses;
create policy addresses_update
  on public.addresses
  for update
  to authenticated
  using (account_id = (select auth.uid()))
  with check (account_id = (select auth.uid()));

drop policy if exists addresses_delete on public.addresses;
create policy addresses_delete
  on public.addresses
  for delete
  to authenticated
  using (account_id = (select auth.uid()));

-- Brand

create table if not exists public.brands (
  id uuid not null default gen_random_uuid(),
  title text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint brands_pkey primary key (id),
  constraint brands_title_key unique (title),
  constraint brands_title_length_check check (char_length(title) between 1 and 60)
);

create or replace trigger brands_updated_at
  before update
  on public.brands
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

alter table public.brands enable row level security;

revoke all on public.brands from anon, authenticated;

grant select on public.brands to anon;

grant select on public.brands to authenticated;

grant all on public.brands to service_role;

drop policy if exists brands_select on public.brands;
create policy brands_select
  on public.brands
  for select
  to anon, authenticated
  using (true);

-- Category

create table if not exists public.categories (
  id uuid not null default gen_random_uuid(),
  parent_id uuid,
  title text not null,
  slug text not null,
  product_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint categories_pkey primary key (id),
  constraint categories_parent_id_fkey
    foreign key (parent_id)
    references public.categories (id)
    on delete set null,
  constraint categories_slug_key unique (slug),
  constraint categories_title_length_check check (char_length(title) between 1 and 60),
  constraint categories_slug_length_check check (char_length(slug) between 1 and 60),
  constraint categories_slug_format_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint categories_product_count_range_check check (product_count >= 0)
);

comment on table public.categories is 'A tree, kept by the server.';

create index if not exists categories_parent_id_idx on public.categories (parent_id);

create or replace trigger categories_updated_at
  before update
  on public.categories
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

alter table public.categories enable row level security;

revoke all on public.categories from anon, authenticated;

grant select on public.categories to anon;

grant select on public.categories to authenticated;

grant all on public.categories to service_role;

drop policy if exists categories_select on public.categories;
create policy categories_select
  on public.categories
  for select
  to anon, authenticated
  using (true);

-- Store

create table if not exists public.stores (
  id uuid not null default gen_random_uuid(),
  seller_id uuid not null,
  name text not null,
  name_lower text not null generated always as (lower(name)) stored,
  about text not null default '',
  product_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint stores_pkey primary key (id),
  constraint stores_seller_id_fkey
    foreign key (seller_id)
    references public.accounts (id)
    on delete cascade,
  constraint stores_name_lower_key unique (name_lower),
  constraint stores_name_length_check check (char_length(name) between 2 and 60),
  constraint stores_about_length_check check (char_length(about) <= 1000),
  constraint stores_product_count_range_check check (product_count >= 0)
);

create index if not exists stores_seller_id_idx on public.stores (seller_id);

create or replace trigger stores_updated_at
  before update
  on public.stores
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_stores()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.product_count := 0;
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of stores cannot be changed';
  end if;
  if new.seller_id is distinct from old.seller_id then
    raise exception using errcode = '42501', message = 'seller_id of stores cannot be changed';
  end if;
  if new.product_count is distinct from old.product_count then
    raise exception using errcode = '42501', message = 'product_count of stores cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of stores cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_stores() from public;

create or replace trigger stores_guard
  before insert or update
  on public.stores
  for each row
  execute function private.guard_stores();

alter table public.stores enable row level security;

revoke all on public.stores from anon, authenticated;

grant select on public.stores to anon;

grant select, insert, update on public.stores to authenticated;

grant all on public.stores to service_role;

drop policy if exists stores_select on public.stores;
create policy stores_select
  on public.stores
  for select
  to anon, authenticated
  using (true);

drop policy if exists stores_insert on public.stores;
create policy stores_insert
  on public.stores
  for insert
  to authenticated
  with check (seller_id = (select auth.uid()));

drop policy if exists stores_update on public.stores;
create policy stores_update
  on public.stores
  for update
  to authenticated
  using (seller_id = (select auth.uid()))
  with check (seller_id = (select auth.uid()));

-- Product

create table if not exists public.products (
  id uuid not null default gen_random_uuid(),
  store_id uuid not null,
  seller_id uuid not null,
  category_id uuid not null,
  brand_id uuid,
  title text not null,
  details text not null default '',
  is_digital boolean not null default false,
  state text not null default 'waiting',
  review_count int not null default 0,
  wish_count int not null default 0,
  search_vector tsvector not null generated always as (setweight(to_tsvector(cast('pg_catalog.english' as regconfig), coalesce(title, '')), 'A') || setweight(to_tsvector(cast('pg_catalog.english' as regconfig), coalesce(details, '')), 'B')) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint products_pkey primary key (id),
  constraint products_store_id_fkey
    foreign key (store_id)
    references public.stores (id)
    on delete cascade,
  constraint products_seller_id_fkey
    foreign key (seller_id)
    references public.accounts (id)
    on delete cascade,
  constraint products_category_id_fkey
    foreign key (category_id)
    references public.categories (id)
    on delete restrict,
  constraint products_brand_id_fkey
    foreign key (brand_id)
    references public.brands (id)
    on delete set null,
  constraint products_title_length_check check (char_length(title) between 3 and 200),
  constraint products_details_length_check check (char_length(details) <= 5000),
  constraint products_state_length_check check (char_length(state) <= 12),
  constraint products_state_value_check check (state in ('waiting', 'shown', 'refused')),
  constraint products_review_count_range_check check (review_count >= 0),
  constraint products_wish_count_range_check check (wish_count >= 0)
);

create index if not exists products_category_id_created_at_id_idx on public.products (category_id, created_at desc, id desc);

create index if not exists products_store_id_created_at_id_idx on public.products (store_id, created_at desc, id desc);

create index if not exists products_created_at_id_if_state_waiting_idx on public.products (created_at desc, id desc) where state = 'waiting';

create index if not exists products_seller_id_idx on public.products (seller_id);

create index if not exists products_brand_id_idx on public.products (brand_id);

create index if not exists products_search_vector_idx on public.products using gin (search_vector);

create or replace function public.search_products(
  query text,
  page_size int default 20,
  after_id uuid default null
)
returns setof public.products
language plpgsql stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    with found_products as (
      select products.id, ts_rank(products.search_vector, websearch_to_tsquery(cast('pg_catalog.english' as regconfig), "left"(search_products.query, 200))) as rank
      from public.products
      where products.search_vector @@ websearch_to_tsquery(cast('pg_catalog.english' as regconfig), "left"(search_products.query, 200))
        and ((((select current_setting('role', true))) = 'anon' and state = 'shown') or (((select current_setting('role', true))) = 'authenticated' and (seller_id = (select auth.uid()) or (select ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb) or state = 'shown')) or ((select current_setting('role', true))) = 'service_role')
    )
    select products.*
    from found_products join public.products on products.id = found_products.id
    where search_products.after_id is null or (found_products.rank, found_products.id) < (
      select last_products.rank, last_products.id from found_products last_products where last_products.id = search_products.after_id
    )
    order by found_products.rank desc, found_products.id desc
    limit least(greatest(coalesce(search_products.page_size, 20), 1), 100);
end;
$$;

revoke execute on function public.search_products(text, int, uuid) from public, anon, authenticated;

grant execute on function public.search_products(text, int, uuid) to anon;

grant execute on function public.search_products(text, int, uuid) to authenticated;

grant execute on function public.search_products(text, int, uuid) to service_role;

create or replace trigger products_updated_at
  before update
  on public.products
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_products()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.review_count := 0;
    new.wish_count := 0;
    new.created_at := now();
    new.updated_at := now();
    if new.state is distinct from 'waiting'
      and ((select ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)) is not true then
      raise exception using errcode = '42501',
        message = 'state of products can be set only by role moderator',
        hint = 'Leave out state: the row then gets its default.';
    end if;
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of products cannot be changed';
  end if;
  if new.seller_id is distinct from old.seller_id then
    raise exception using errcode = '42501', message = 'seller_id of products cannot be changed';
  end if;
  if new.store_id is distinct from old.store_id then
    raise exception using errcode = '42501', message = 'store_id of products cannot be changed';
  end if;
  if new.review_count is distinct from old.review_count then
    raise exception using errcode = '42501', message = 'review_count of products cannot be changed';
  end if;
  if new.wish_count is distinct from old.wish_count then
    raise exception using errcode = '42501', message = 'wish_count of products cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of products cannot be changed';
  end if;
  if new.state is distinct from old.state
    and ((select ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)) is not true then
    raise exception using errcode = '42501',
      message = 'state of products can be changed only by role moderator',
      hint = 'Leave state as it is.';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_products() from public;

create or replace trigger products_guard
  before insert or update
  on public.products
  for each row
  execute function private.guard_products();

create or replace function private.count_products()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.store_id is distinct from old.store_id) then
    update public.stores set product_count = product_count + 1 where id = new.store_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.store_id is distinct from old.store_id) then
    update public.stores set product_count = greatest(product_count - 1, 0) where id = old.store_id;
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.category_id is distinct from old.category_id) then
    update public.categories set product_count = product_count + 1 where id = new.category_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.category_id is distinct from old.category_id) then
    update public.categories set product_count = greatest(product_count - 1, 0) where id = old.category_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_products() from public;

create or replace trigger products_count
  after insert or delete or update of store_id, category_id
  on public.products
  for each row
  execute function private.count_products();

alter table public.products enable row level security;

revoke all on public.products from anon, authenticated;

grant select on public.products to anon;

grant select, insert, update, delete on public.products to authenticated;

grant all on public.products to service_role;

drop policy if exists products_select_anon on public.products;
create policy products_select_anon
  on public.products
  for select
  to anon
  using (state = 'shown');

drop policy if exists products_select on public.products;
create policy products_select
  on public.products
  for select
  to authenticated
  using (
    seller_id = (select auth.uid())
      or (select
      ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)
      or state = 'shown'
  );

drop policy if exists products_insert on public.products;
create policy products_insert
  on public.products
  for insert
  to authenticated
  with check (seller_id = (select auth.uid()));

drop policy if exists products_update on public.products;
create policy products_update
  on public.products
  for update
  to authenticated
  using (
    seller_id = (select auth.uid())
      or (select
      ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)
  )
  with check (
    seller_id = (select auth.uid())
      or (select
      ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)
  );

drop policy if exists products_delete on public.products;
create policy products_delete
  on public.products
  for delete
  to authenticated
  using (seller_id = (select auth.uid()));

-- Question

create table if not exists public.questions (
  id uuid not null default gen_random_uuid(),
  product_id uuid not null,
  author_id uuid not null,
  body text not null,
  deleted_at timestamptz,
  answer_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint questions_pkey primary key (id),
  constraint questions_product_id_fkey
    foreign key (product_id)
    references public.products (id)
    on delete cascade,
  constraint questions_author_id_fkey
    foreign key (author_id)
    references public.accounts (id)
    on delete cascade,
  constraint questions_body_length_check check (char_length(body) between 5 and 500),
  constraint questions_answer_count_range_check check (answer_count >= 0)
);

comment on table public.questions is 'For people with an account, as are its answers.';

comment on column public.questions.deleted_at is 'When the owner removed the row; empty while it is there.';

create index if not exists questions_product_id_created_at_id_if_deleted_at_null_idx on public.questions (product_id, created_at desc, id desc) where deleted_at is null;

create index if not exists questions_deleted_at_if_deleted_at_not_null_idx on public.questions (deleted_at) where deleted_at is not null;

create index if not exists questions_product_id_idx on public.questions (product_id);

create index if not exists questions_author_id_idx on public.questions (author_id);

create or replace function private.purge_questions(
  older_than interval default '30 days'::interval
)
returns int
language plpgsql
security definer
set search_path = ''
as $$
declare
  doomed record;
  purged integer := 0;
begin
  for doomed in
    select r.id
    from public.questions r
    where r.deleted_at < now() - purge_questions.older_than and r.updated_at < now() - purge_questions.older_than
    order by r.id
    for update of r skip locked
  loop
    exit when purged >= 1000;
    delete from public.questions r where r.id = doomed.id;
    purged := purged + 1;
  end loop;
  return purged;
end;
$$;

revoke execute on function private.purge_questions(interval) from public, anon, authenticated;

grant execute on function private.purge_questions(interval) to service_role;

grant usage on schema private to service_role;

create or replace trigger questions_updated_at
  before update
  on public.questions
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_questions()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.answer_count := 0;
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of questions cannot be changed';
  end if;
  if new.author_id is distinct from old.author_id then
    raise exception using errcode = '42501', message = 'author_id of questions cannot be changed';
  end if;
  if new.product_id is distinct from old.product_id then
    raise exception using errcode = '42501', message = 'product_id of questions cannot be changed';
  end if;
  if new.answer_count is distinct from old.answer_count then
    raise exception using errcode = '42501', message = 'answer_count of questions cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of questions cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_questions() from public;

create or replace trigger questions_guard
  before insert or update
  on public.questions
  for each row
  execute function private.guard_questions();

alter table public.questions enable row level security;

revoke all on public.questions from anon, authenticated;

grant select, insert, update on public.questions to authenticated;

grant all on public.questions to service_role;

drop policy if exists questions_select on public.questions;
create policy questions_select
  on public.questions
  for select
  to authenticated
  using (
    author_id = (select auth.uid())
      or (deleted_at is null
      and exists (select 1 from public.products where products.id = questions.product_id))
  );

drop policy if exists questions_insert on public.questions;
create policy questions_insert
  on public.questions
  for insert
  to authenticated
  with check (author_id = (select auth.uid()));

drop policy if exists questions_update on public.questions;
create policy questions_update
  on public.questions
  for update
  to authenticated
  using (author_id = (select auth.uid()))
  with check (author_id = (select auth.uid()));

-- Answer

create table if not exists public.answers (
  id uuid not null default gen_random_uuid(),
  question_id uuid not null,
  author_id uuid not null,
  body text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint answers_pkey primary key (id),
  constraint answers_question_id_fkey
    foreign key (question_id)
    references public.questions (id)
    on delete cascade,
  constraint answers_author_id_fkey
    foreign key (author_id)
    references public.accounts (id)
    on delete cascade,
  constraint answers_body_length_check check (char_length(body) between 1 and 1000)
);

create index if not exists answers_question_id_idx on public.answers (question_id);

create index if not exists answers_author_id_idx on public.answers (author_id);

create or replace trigger answers_updated_at
  before update
  on public.answers
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_answers()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of answers cannot be changed';
  end if;
  if new.author_id is distinct from old.author_id then
    raise exception using errcode = '42501', message = 'author_id of answers cannot be changed';
  end if;
  if new.question_id is distinct from old.question_id then
    raise exception using errcode = '42501', message = 'question_id of answers cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of answers cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_answers() from public;

create or replace trigger answers_guard
  before insert or update
  on public.answers
  for each row
  execute function private.guard_answers();

create or replace function private.count_answers()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.question_id is distinct from old.question_id) then
    update public.questions set answer_count = answer_count + 1 where id = new.question_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.question_id is distinct from old.question_id) then
    update public.questions set answer_count = greatest(answer_count - 1, 0) where id = old.question_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_answers() from public;

create or replace trigger answers_count
  after insert or delete or update of question_id
  on public.answers
  for each row
  execute function private.count_answers();

alter table public.answers enable row level security;

revoke all on public.answers from anon, authenticated;

grant select, insert, update, delete on public.answers to authenticated;

grant all on public.answers to service_role;

drop policy if exists answers_select on public.answers;
create policy answers_select
  on public.answers
  for select
  to authenticated
  using (exists (select 1 from public.questions where questions.id = answers.question_id));

drop policy if exists answers_insert on public.answers;
create policy answers_insert
  on public.answers
  for insert
  to authenticated
  with check (
    exists (select 1 from public.questions where questions.id = answers.question_id)
      and author_id = (select auth.uid())
  );

drop policy if exists answers_update on public.answers;
create policy answers_update
  on public.answers
  for update
  to authenticated
  using (author_id = (select auth.uid()))
  with check (author_id = (select auth.uid()));

drop policy if exists answers_delete on public.answers;
create policy answers_delete
  on public.answers
  for delete
  to authenticated
  using (author_id = (select auth.uid()));

-- Cart

create table if not exists public.carts (
  id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  item_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint carts_pkey primary key (id),
  constraint carts_account_id_fkey
    foreign key (account_id)
    references public.accounts (id)
    on delete cascade,
  constraint carts_account_id_key unique (account_id),
  constraint carts_item_count_range_check check (item_count >= 0)
);

create or replace trigger carts_updated_at
  before update
  on public.carts
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_carts()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.item_count := 0;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_carts() from public;

create or replace trigger carts_guard
  before insert
  on public.carts
  for each row
  execute function private.guard_carts();

alter table public.carts enable row level security;

revoke all on public.carts from anon, authenticated;

grant select, insert, delete on public.carts to authenticated;

grant all on public.carts to service_role;

drop policy if exists carts_select on public.carts;
create policy carts_select
  on public.carts
  for select
  to authenticated
  using (account_id = (select auth.uid()));

drop policy if exists carts_insert on public.carts;
create policy carts_insert
  on public.carts
  for insert
  to authenticated
  with check (account_id = (select auth.uid()));

drop policy if exists carts_delete on public.carts;
create policy carts_delete
  on public.carts
  for delete
  to authenticated
  using (account_id = (select auth.uid()));

-- Variant

create table if not exists public.variants (
  id uuid not null default gen_random_uuid(),
  product_id uuid not null,
  seller_id uuid not null,
  sku text not null,
  label text not null,
  price_cents int not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint variants_pkey primary key (id),
  constraint variants_product_id_fkey
    foreign key (product_id)
    references public.products (id)
    on delete cascade,
  constraint variants_seller_id_fkey
    foreign key (seller_id)
    references public.accounts (id)
    on delete cascade,
  constraint variants_sku_key unique (sku),
  constraint variants_sku_length_check check (char_length(sku) between 3 and 40),
  constraint variants_sku_format_check check (sku ~ '^[A-Z0-9-]+$'),
  constraint variants_label_length_check check (char_length(label) between 1 and 60),
  constraint variants_price_cents_range_check check (price_cents between 0 and 100000000)
);

comment on table public.variants is 'What is put into a cart; prices are cents.';

create index if not exists variants_product_id_idx on public.variants (product_id);

create index if not exists variants_seller_id_idx on public.variants (seller_id);

create or replace trigger variants_updated_at
  before update
  on public.variants
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_variants()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of variants cannot be changed';
  end if;
  if new.seller_id is distinct from old.seller_id then
    raise exception using errcode = '42501', message = 'seller_id of variants cannot be changed';
  end if;
  if new.product_id is distinct from old.product_id then
    raise exception using errcode = '42501', message = 'product_id of variants cannot be changed';
  end if;
  if new.sku is distinct from old.sku then
    raise exception using errcode = '42501', message = 'sku of variants cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of variants cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_variants() from public;

create or replace trigger variants_guard
  before insert or update
  on public.variants
  for each row
  execute function private.guard_variants();

alter table public.variants enable row level security;

revoke all on public.variants from anon, authenticated;

grant select on public.variants to anon;

grant select, insert, update, delete on public.variants to authenticated;

grant all on public.variants to service_role;

drop policy if exists variants_select on public.variants;
create policy variants_select
  on public.variants
  for select
  to anon, authenticated
  using (exists (select 1 from public.products where products.id = variants.product_id));

drop policy if exists variants_insert on public.variants;
create policy variants_insert
  on public.variants
  for insert
  to authenticated
  with check (seller_id = (select auth.uid()));

drop policy if exists variants_update on public.variants;
create policy variants_update
  on public.variants
  for update
  to authenticated
  using (seller_id = (select auth.uid()))
  with check (seller_id = (select auth.uid()));

drop policy if exists variants_delete on public.variants;
create policy variants_delete
  on public.variants
  for delete
  to authenticated
  using (seller_id = (select auth.uid()));

-- Item of a cart

create table if not exists public.cart_items (
  id uuid not null default gen_random_uuid(),
  cart_id uuid not null,
  variant_id uuid not null,
  account_id uuid not null,
  quantity int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint cart_items_pkey primary key (id),
  constraint cart_items_cart_id_fkey
    foreign key (cart_id)
    references public.carts (id)
    on delete cascade,
  constraint cart_items_variant_id_fkey
    foreign key (variant_id)
    references public.variants (id)
    on delete cascade,
  constraint cart_items_account_id_fkey
    foreign key (account_id)
    references public.accounts (id)
    on delete cascade,
  constraint cart_items_cart_id_variant_id_key unique (cart_id, variant_id),
  constraint cart_items_quantity_range_check check (quantity between 1 and 99)
);

create index if not exists cart_items_variant_id_idx on public.cart_items (variant_id);

create index if not exists cart_items_account_id_idx on public.cart_items (account_id);

create or replace trigger cart_items_updated_at
  before update
  on public.cart_items
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_cart_items()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of cart_items cannot be changed';
  end if;
  if new.account_id is distinct from old.account_id then
    raise exception using errcode = '42501', message = 'account_id of cart_items cannot be changed';
  end if;
  if new.cart_id is distinct from old.cart_id then
    raise exception using errcode = '42501', message = 'cart_id of cart_items cannot be changed';
  end if;
  if new.variant_id is distinct from old.variant_id then
    raise exception using errcode = '42501', message = 'variant_id of cart_items cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of cart_items cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_cart_items() from public;

create or replace trigger cart_items_guard
  before insert or update
  on public.cart_items
  for each row
  execute function private.guard_cart_items();

create or replace function private.count_cart_items()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.cart_id is distinct from old.cart_id) then
    update public.carts set item_count = item_count + 1 where id = new.cart_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.cart_id is distinct from old.cart_id) then
    update public.carts set item_count = greatest(item_count - 1, 0) where id = old.cart_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_cart_items() from public;

create or replace trigger cart_items_count
  after insert or delete or update of cart_id
  on public.cart_items
  for each row
  execute function private.count_cart_items();

alter table public.cart_items enable row level security;

revoke all on public.cart_items from anon, authenticated;

grant select, insert, update, delete on public.cart_items to authenticated;

grant all on public.cart_items to service_role;

drop policy if exists cart_items_select on public.cart_items;
create policy cart_items_select
  on public.cart_items
  for select
  to authenticated
  using (exists (select 1 from public.carts where carts.id = cart_items.cart_id));

drop policy if exists cart_items_insert on public.cart_items;
create policy cart_items_insert
  on public.cart_items
  for insert
  to authenticated
  with check (
    exists (select 1 from public.carts where carts.id = cart_items.cart_id)
      and account_id = (select auth.uid())
  );

drop policy if exists cart_items_update on public.cart_items;
create policy cart_items_update
  on public.cart_items
  for update
  to authenticated
  using (
    exists (select 1 from public.carts where carts.id = cart_items.cart_id)
      and account_id = (select auth.uid())
  )
  with check (
    exists (select 1 from public.carts where carts.id = cart_items.cart_id)
      and account_id = (select auth.uid())
  );

drop policy if exists cart_items_delete on public.cart_items;
create policy cart_items_delete
  on public.cart_items
  for delete
  to authenticated
  using (account_id = (select auth.uid()));

-- Draft of a product

create table if not exists public.product_drafts (
  id uuid not null default gen_random_uuid(),
  seller_id uuid not null,
  title text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint product_drafts_pkey primary key (id),
  constraint product_drafts_seller_id_fkey
    foreign key (seller_id)
    references public.accounts (id)
    on delete cascade,
  constraint product_drafts_title_length_check check (char_length(title) <= 200)
);

create index if not exists product_drafts_seller_id_idx on public.product_drafts (seller_id);

create or replace trigger product_drafts_updated_at
  before update
  on public.product_drafts
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_product_drafts()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of product_drafts cannot be changed';
  end if;
  if new.seller_id is distinct from old.seller_id then
    raise exception using errcode = '42501', message = 'seller_id of product_drafts cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of product_drafts cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_product_drafts() from public;

create or replace trigger product_drafts_guard
  before insert or update
  on public.product_drafts
  for each row
  execute function private.guard_product_drafts();

alter table public.product_drafts enable row level security;

revoke all on public.product_drafts from anon, authenticated;

grant select, insert, update, delete on public.product_drafts to authenticated;

grant all on public.product_drafts to service_role;

drop policy if exists product_drafts_select on public.product_drafts;
create policy product_drafts_select
  on public.product_drafts
  for select
  to authenticated
  using (seller_id = (select auth.uid()));

drop policy if exists product_drafts_insert on public.product_drafts;
create policy product_drafts_insert
  on public.product_drafts
  for insert
  to authenticated
  with check (seller_id = (select auth.uid()));

drop policy if exists product_drafts_update on public.product_drafts;
create policy product_drafts_update
  on public.product_drafts
  for update
  to authenticated
  using (seller_id = (select auth.uid()))
  with check (seller_id = (select auth.uid()));

drop policy if exists product_drafts_delete on public.product_drafts;
create policy product_drafts_delete
  on public.product_drafts
  for delete
  to authenticated
  using (seller_id = (select auth.uid()));

-- Picture of a draft

create table if not exists public.draft_pictures (
  id uuid not null default gen_random_uuid(),
  draft_id uuid not null,
  seller_id uuid not null,
  path text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint draft_pictures_pkey primary key (id),
  constraint draft_pictures_draft_id_fkey
    foreign key (draft_id)
    references public.product_drafts (id)
    on delete cascade,
  constraint draft_pictures_seller_id_fkey
    foreign key (seller_id)
    references public.accounts (id)
    on delete cascade,
  constraint draft_pictures_path_length_check check (char_length(path) between 1 and 300)
);

create index if not exists draft_pictures_draft_id_idx on public.draft_pictures (draft_id);

create index if not exists draft_pictures_seller_id_idx on public.draft_pictures (seller_id);

create or replace trigger draft_pictures_updated_at
  before update
  on public.draft_pictures
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_draft_pictures()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of draft_pictures cannot be changed';
  end if;
  if new.seller_id is distinct from old.seller_id then
    raise exception using errcode = '42501', message = 'seller_id of draft_pictures cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of draft_pictures cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_draft_pictures() from public;

create or replace trigger draft_pictures_guard
  before insert or update
  on public.draft_pictures
  for each row
  execute function private.guard_draft_pictures();

alter table public.draft_pictures enable row level security;

revoke all on public.draft_pictures from anon, authenticated;

grant select, insert, update, delete on public.draft_pictures to authenticated;

grant all on public.draft_pictures to service_role;

drop policy if exists draft_pictures_select on public.draft_pictures;
create policy draft_pictures_select
  on public.draft_pictures
  for select
  to authenticated
  using (exists (select 1 from public.product_drafts where product_drafts.id = draft_pictures.draft_id));

drop policy if exists draft_pictures_insert on public.draft_pictures;
create policy draft_pictures_insert
  on public.draft_pictures
  for insert
  to authenticated
  with check (
    exists (select 1 from public.product_drafts where product_drafts.id = draft_pictures.draft_id)
      and seller_id = (select auth.uid())
  );

drop policy if exists draft_pictures_update on public.draft_pictures;
create policy draft_pictures_update
  on public.draft_pictures
  for update
  to authenticated
  using (
    exists (select 1 from public.product_drafts where product_drafts.id = draft_pictures.draft_id)
      and seller_id = (select auth.uid())
  )
  with check (
    exists (select 1 from public.product_drafts where product_drafts.id = draft_pictures.draft_id)
      and seller_id = (select auth.uid())
  );

drop policy if exists draft_pictures_delete on public.draft_pictures;
create policy draft_pictures_delete
  on public.draft_pictures
  for delete
  to authenticated
  using (seller_id = (select auth.uid()));

-- Payment method

create table if not exists public.payment_methods (
  id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  brand text not null,
  last_digits text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint payment_methods_pkey primary key (id),
  constraint payment_methods_account_id_fkey
    foreign key (account_id)
    references public.accounts (id)
    on delete cascade,
  constraint payment_methods_brand_length_check check (char_length(brand) <= 12),
  constraint payment_methods_brand_value_check check (brand in ('visa', 'mastercard', 'sepa')),
  constraint payment_methods_last_digits_length_check check (char_length(last_digits) between 4 and 4),
  constraint payment_methods_last_digits_format_check check (last_digits ~ '^[0-9]{4}$')
);

comment on table public.payment_methods is 'A token of the payment provider, written by the server.';

create index if not exists payment_methods_account_id_idx on public.payment_methods (account_id);

create or replace trigger payment_methods_updated_at
  before update
  on public.payment_methods
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

alter table public.payment_methods enable row level security;

revoke all on public.payment_methods from anon, authenticated;

grant select, delete on public.payment_methods to authenticated;

grant all on public.payment_methods to service_role;

drop policy if exists payment_methods_select on public.payment_methods;
create policy payment_methods_select
  on public.payment_methods
  for select
  to authenticated
  using (account_id = (select auth.uid()));

drop policy if exists payment_methods_delete on public.payment_methods;
create policy payment_methods_delete
  on public.payment_methods
  for delete
  to authenticated
  using (account_id = (select auth.uid()));

-- Picture of a product

create table if not exists public.product_pictures (
  id uuid not null default gen_random_uuid(),
  product_id uuid not null,
  seller_id uuid not null,
  path text not null,
  "position" int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint product_pictures_pkey primary key (id),
  constraint product_pictures_product_id_fkey
    foreign key (product_id)
    references public.products (id)
    on delete cascade,
  constraint product_pictures_seller_id_fkey
    foreign key (seller_id)
    references public.accounts (id)
    on delete cascade,
  constraint product_pictures_path_length_check check (char_length(path) between 1 and 300),
  constraint product_pictures_position_range_check check ("position" between 0 and 20)
);

create index if not exists product_pictures_product_id_idx on public.product_pictures (product_id);

create index if not exists product_pictures_seller_id_idx on public.product_pictures (seller_id);

create or replace trigger product_pictures_updated_at
  before update
  on public.product_pictures
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_product_pictures()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of product_pictures cannot be changed';
  end if;
  if new.seller_id is distinct from old.seller_id then
    raise exception using errcode = '42501', message = 'seller_id of product_pictures cannot be changed';
  end if;
  if new.product_id is distinct from old.product_id then
    raise exception using errcode = '42501', message = 'product_id of product_pictures cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of product_pictures cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_product_pictures() from public;

create or replace trigger product_pictures_guard
  before insert or update
  on public.product_pictures
  for each row
  execute function private.guard_product_pictures();

alter table public.product_pictures enable row level security;

revoke all on public.product_pictures from anon, authenticated;

grant select on public.product_pictures to anon;

grant select, insert, update, delete on public.product_pictures to authenticated;

grant all on public.product_pictures to service_role;

drop policy if exists product_pictures_select on public.product_pictures;
create policy product_pictures_select
  on public.product_pictures
  for select
  to anon, authenticated
  using (exists (select 1 from public.products where products.id = product_pictures.product_id));

drop policy if exists product_pictures_insert on public.product_pictures;
create policy product_pictures_insert
  on public.product_pictures
  for insert
  to authenticated
  with check (seller_id = (select auth.uid()));

drop policy if exists product_pictures_update on public.product_pictures;
create policy product_pictures_update
  on public.product_pictures
  for update
  to authenticated
  using (seller_id = (select auth.uid()))
  with check (seller_id = (select auth.uid()));

drop policy if exists product_pictures_delete on public.product_pictures;
create policy product_pictures_delete
  on public.product_pictures
  for delete
  to authenticated
  using (seller_id = (select auth.uid()));

-- Product view

create table if not exists public.product_views (
  id uuid not null default gen_random_uuid(),
  product_id uuid not null,
  viewer_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint product_views_pkey primary key (id, created_at),
  constraint product_views_product_id_fkey
    foreign key (product_id)
    references public.products (id)
    on delete cascade,
  constraint product_views_viewer_id_fkey
    foreign key (viewer_id)
    references public.accounts (id)
    on delete cascade
) partition by range (created_at);

comment on table public.product_views is 'Written by shoppers, read by nobody but the server.';

create table if not exists private.product_views_default partition of public.product_views default;

alter table private.product_views_default enable row level security;

create index if not exists product_views_created_at_brin_idx on public.product_views using brin (created_at);

create or replace function public.prepare_product_views(
  months int default 3
)
returns int
language plpgsql
security definer
set search_path = ''
as $$
declare
  first_day timestamptz;
  next_month timestamptz;
  part_name text;
  made integer := 0;
begin
  for step in 0..least(greatest(coalesce(prepare_product_views.months, 3), 0), 24) loop
    first_day := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => step)) at time zone 'UTC';
    next_month := (first_day at time zone 'UTC' + interval '1 month') at time zone 'UTC';
    part_name := 'product_views_' || to_char(first_day at time zone 'UTC', 'YYYY_MM');
    continue when to_regclass(format('private.%I', part_name)) is not null
      or exists (select from private.product_views_default r where r.created_at >= first_day and r.created_at < next_month);
    execute format('create table private.%I partition of public.product_views for values from (%L) to (%L)', part_name, first_day, next_month);
    execute format('alter table private.%I enable row level security', part_name);
    made := made + 1;
  end loop;
  return made;
end;
$$;

revoke execute on function public.prepare_product_views(int) from public, anon, authenticated;

grant execute on function public.prepare_product_views(int) to service_role;

create index if not exists product_views_product_id_idx on public.product_views (product_id);

create index if not exists product_views_viewer_id_idx on public.product_views (viewer_id);

create or replace trigger product_views_updated_at
  before update
  on public.product_views
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_product_views()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_product_views() from public;

create or replace trigger product_views_guard
  before insert
  on public.product_views
  for each row
  execute function private.guard_product_views();

alter table public.product_views enable row level security;

revoke all on public.product_views from anon, authenticated;

grant insert on public.product_views to authenticated;

grant all on public.product_views to service_role;

drop policy if exists product_views_insert on public.product_views;
create policy product_views_insert
  on public.product_views
  for insert
  to authenticated
  with check (
    exists (select 1 from public.products where products.id = product_views.product_id)
      and viewer_id = (select auth.uid())
  );

-- Order

create table if not exists public.purchases (
  id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  state text not null default 'paid',
  total_cents int not null,
  item_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint purchases_pkey primary key (id),
  constraint purchases_account_id_fkey
    foreign key (account_id)
    references public.accounts (id)
    on delete restrict,
  constraint purchases_state_length_check check (char_length(state) <= 12),
  constraint purchases_state_value_check check (state in ('paid', 'packed', 'shipped', 'delivered', 'returned')),
  constraint purchases_total_cents_range_check check (total_cents >= 0),
  constraint purchases_item_count_range_check check (item_count >= 0)
);

comment on table public.purchases is 'Made by the server from a cart that was paid.';

create index if not exists purchases_account_id_created_at_id_idx on public.purchases (account_id, created_at desc, id desc);

create or replace trigger purchases_updated_at
  before update
  on public.purchases
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace trigger purchases_audit
  after insert or delete or update
  on public.purchases
  for each row
  execute function private.write_audit_log('id', '');

alter table public.purchases enable row level security;

revoke all on public.purchases from anon, authenticated;

grant select on public.purchases to authenticated;

grant all on public.purchases to service_role;

drop policy if exists purchases_select on public.purchases;
create policy purchases_select
  on public.purchases
  for select
  to authenticated
  using (
    account_id = (select auth.uid())
      or (select
      ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["support"]'::jsonb)
  );

-- Item of an order

create table if not exists public.purchase_items (
  id uuid not null default gen_random_uuid(),
  purchase_id uuid not null,
  variant_id uuid,
  title text not null,
  price_cents int not null,
  quantity int not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint purchase_items_pkey primary key (id),
  constraint purchase_items_purchase_id_fkey
    foreign key (purchase_id)
    references public.purchases (id)
    on delete cascade,
  constraint purchase_items_variant_id_fkey
    foreign key (variant_id)
    references public.variants (id)
    on delete set null,
  constraint purchase_items_title_length_check check (char_length(title) between 1 and 200),
  constraint purchase_items_price_cents_range_check check (price_cents >= 0),
  constraint purchase_items_quantity_range_check check (quantity between 1 and 99)
);

create index if not exists purchase_items_purchase_id_idx on public.purchase_items (purchase_id);

create index if not exists purchase_items_variant_id_idx on public.purchase_items (variant_id);

create or replace trigger purchase_items_updated_at
  before update
  on public.purchase_items
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.count_purchase_items()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.purchase_id is distinct from old.purchase_id) then
    update public.purchases set item_count = item_count + 1 where id = new.purchase_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.purchase_id is distinct from old.purchase_id) then
    update public.purchases set item_count = greatest(item_count - 1, 0) where id = old.purchase_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_purchase_items() from public;

create or replace trigger purchase_items_count
  after insert or delete or update of purchase_id
  on public.purchase_items
  for each row
  execute function private.count_purchase_items();

alter table public.purchase_items enable row level security;

revoke all on public.purchase_items from anon, authenticated;

grant select on public.purchase_items to authenticated;

grant all on public.purchase_items to service_role;

drop policy if exists purchase_items_select on public.purchase_items;
create policy purchase_items_select
  on public.purchase_items
  for select
  to authenticated
  using (exists (select 1 from public.purchases where purchases.id = purchase_items.purchase_id));

-- Return

create table if not exists public.return_requests (
  id uuid not null default gen_random_uuid(),
  purchase_id uuid not null,
  account_id uuid not null,
  reason text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint return_requests_pkey primary key (id),
  constraint return_requests_purchase_id_fkey
    foreign key (purchase_id)
    references public.purchases (id)
    on delete cascade,
  constraint return_requests_account_id_fkey
    foreign key (account_id)
    references public.accounts (id)
    on delete cascade,
  constraint return_requests_reason_length_check check (char_length(reason) between 1 and 500)
);

create index if not exists return_requests_purchase_id_idx on public.return_requests (purchase_id);

create index if not exists return_requests_account_id_idx on public.return_requests (account_id);

create or replace trigger return_requests_updated_at
  before update
  on public.return_requests
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_return_requests()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_return_requests() from public;

create or replace trigger return_requests_guard
  before insert
  on public.return_requests
  for each row
  execute function private.guard_return_requests();

alter table public.return_requests enable row level security;

revoke all on public.return_requests from anon, authenticated;

grant select, insert on public.return_requests to authenticated;

grant all on public.return_requests to service_role;

drop policy if exists return_requests_select on public.return_requests;
create policy return_requests_select
  on public.return_requests
  for select
  to authenticated
  using (exists (select 1 from public.purchases where purchases.id = return_requests.purchase_id));

drop policy if exists return_requests_insert on public.return_requests;
create policy return_requests_insert
  on public.return_requests
  for insert
  to authenticated
  with check (
    exists (select 1 from public.purchases where purchases.id = return_requests.purchase_id)
      and account_id = (select auth.uid())
  );

-- Review

create table if not exists public.reviews (
  id uuid not null default gen_random_uuid(),
  product_id uuid not null,
  author_id uuid not null,
  stars int not null,
  body text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint reviews_pkey primary key (id),
  constraint reviews_product_id_fkey
    foreign key (product_id)
    references public.products (id)
    on delete cascade,
  constraint reviews_author_id_fkey
    foreign key (author_id)
    references public.accounts (id)
    on delete cascade,
  constraint reviews_product_id_author_id_key unique (product_id, author_id),
  constraint reviews_stars_range_check check (stars between 1 and 5),
  constraint reviews_body_length_check check (char_length(body) <= 2000)
);

create index if not exists reviews_product_id_created_at_id_idx on public.reviews (product_id, created_at desc, id desc);

create index if not exists reviews_author_id_idx on public.reviews (author_id);

create or replace trigger reviews_updated_at
  before update
  on public.reviews
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_reviews()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of reviews cannot be changed';
  end if;
  if new.author_id is distinct from old.author_id then
    raise exception using errcode = '42501', message = 'author_id of reviews cannot be changed';
  end if;
  if new.product_id is distinct from old.product_id then
    raise exception using errcode = '42501', message = 'product_id of reviews cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of reviews cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_reviews() from public;

create or replace trigger reviews_guard
  before insert or update
  on public.reviews
  for each row
  execute function private.guard_reviews();

create or replace function private.count_reviews()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.product_id is distinct from old.product_id) then
    update public.products set review_count = review_count + 1 where id = new.product_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.product_id is distinct from old.product_id) then
    update public.products set review_count = greatest(review_count - 1, 0) where id = old.product_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_reviews() from public;

create or replace trigger reviews_count
  after insert or delete or update of product_id
  on public.reviews
  for each row
  execute function private.count_reviews();

alter table public.reviews enable row level security;

revoke all on public.reviews from anon, authenticated;

grant select on public.reviews to anon;

grant select, insert, update, delete on public.reviews to authenticated;

grant all on public.reviews to service_role;

drop policy if exists reviews_select on public.reviews;
create policy reviews_select
  on public.reviews
  for select
  to anon, authenticated
  using (exists (select 1 from public.products where products.id = reviews.product_id));

drop policy if exists reviews_insert on public.reviews;
create policy reviews_insert
  on public.reviews
  for insert
  to authenticated
  with check (author_id = (select auth.uid()));

drop policy if exists reviews_update on public.reviews;
create policy reviews_update
  on public.reviews
  for update
  to authenticated
  using (author_id = (select auth.uid()))
  with check (author_id = (select auth.uid()));

drop policy if exists reviews_delete on public.reviews;
create policy reviews_delete
  on public.reviews
  for delete
  to authenticated
  using (author_id = (select auth.uid()));

-- Shipment

create table if not exists public.shipments (
  id uuid not null default gen_random_uuid(),
  purchase_id uuid not null,
  carrier text not null,
  tracking_code text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint shipments_pkey primary key (id),
  constraint shipments_purchase_id_fkey
    foreign key (purchase_id)
    references public.purchases (id)
    on delete cascade,
  constraint shipments_carrier_length_check check (char_length(carrier) between 1 and 40),
  constraint shipments_tracking_code_length_check check (char_length(tracking_code) between 4 and 40)
);

create index if not exists shipments_purchase_id_idx on public.shipments (purchase_id);

create or replace trigger shipments_updated_at
  before update
  on public.shipments
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

alter table public.shipments enable row level security;

revoke all on public.shipments from anon, authenticated;

grant select on public.shipments to authenticated;

grant all on public.shipments to service_role;

drop policy if exists shipments_select on public.shipments;
create policy shipments_select
  on public.shipments
  for select
  to authenticated
  using (exists (select 1 from public.purchases where purchases.id = shipments.purchase_id));

-- Step of a shipment

create table if not exists public.shipment_events (
  id uuid not null default gen_random_uuid(),
  shipment_id uuid not null,
  place text not null,
  happened_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint shipment_events_pkey primary key (id),
  constraint shipment_events_shipment_id_fkey
    foreign key (shipment_id)
    references public.shipments (id)
    on delete cascade,
  constraint shipment_events_place_length_check check (char_length(place) between 1 and 80)
);

create index if not exists shipment_events_shipment_id_happened_at_id_idx on public.shipment_events (shipment_id, happened_at desc, id desc);

create or replace trigger shipment_events_updated_at
  before update
  on public.shipment_events
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

alter table public.shipment_events enable row level security;

revoke all on public.shipment_events from anon, authenticated;

grant select on public.shipment_events to authenticated;

grant all on public.shipment_events to service_role;

drop policy if exists shipment_events_select on public.shipment_events;
create policy shipment_events_select
  on public.shipment_events
  for select
  to authenticated
  using (exists (select 1 from public.shipments where shipments.id = shipment_events.shipment_id));

-- Public profile

create table if not exists public.shoppers (
  id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  nickname text not null,
  nickname_lower text not null generated always as (lower(nickname)) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint shoppers_pkey primary key (id),
  constraint shoppers_account_id_fkey
    foreign key (account_id)
    references public.accounts (id)
    on delete cascade,
  constraint shoppers_account_id_key unique (account_id),
  constraint shoppers_nickname_lower_key unique (nickname_lower),
  constraint shoppers_nickname_length_check check (char_length(nickname) between 2 and 30)
);

comment on table public.shoppers is 'The part of an account that reviews and questions show.';

create or replace trigger shoppers_updated_at
  before update
  on public.shoppers
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_shoppers()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of shoppers cannot be changed';
  end if;
  if new.account_id is distinct from old.account_id then
    raise exception using errcode = '42501', message = 'account_id of shoppers cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of shoppers cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_shoppers() from public;

create or replace trigger shoppers_guard
  before insert or update
  on public.shoppers
  for each row
  execute function private.guard_shoppers();

alter table public.shoppers enable row level security;

revoke all on public.shoppers from anon, authenticated;

grant select on public.shoppers to anon;

grant select, insert, update on public.shoppers to authenticated;

grant all on public.shoppers to service_role;

drop policy if exists shoppers_select on public.shoppers;
create policy shoppers_select
  on public.shoppers
  for select
  to anon, authenticated
  using (true);

drop policy if exists shoppers_insert on public.shoppers;
create policy shoppers_insert
  on public.shoppers
  for insert
  to authenticated
  with check (account_id = (select auth.uid()));

drop policy if exists shoppers_update on public.shoppers;
create policy shoppers_update
  on public.shoppers
  for update
  to authenticated
  using (account_id = (select auth.uid()))
  with check (account_id = (select auth.uid()));

-- Stock

create table if not exists public.stock_levels (
  id uuid not null default gen_random_uuid(),
  variant_id uuid not null,
  seller_id uuid not null,
  quantity int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint stock_levels_pkey primary key (id),
  constraint stock_levels_variant_id_fkey
    foreign key (variant_id)
    references public.variants (id)
    on delete cascade,
  constraint stock_levels_seller_id_fkey
    foreign key (seller_id)
    references public.accounts (id)
    on delete cascade,
  constraint stock_levels_variant_id_key unique (variant_id),
  constraint stock_levels_quantity_range_check check (quantity >= 0)
);

comment on table public.stock_levels is 'Counted by the server, seen by the seller.';

create index if not exists stock_levels_seller_id_idx on public.stock_levels (seller_id);

create or replace trigger stock_levels_updated_at
  before update
  on public.stock_levels
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

alter table public.stock_levels enable row level security;

revoke all on public.stock_levels from anon, authenticated;

grant select on public.stock_levels to authenticated;

grant all on public.stock_levels to service_role;

drop policy if exists stock_levels_select on public.stock_levels;
create policy stock_levels_select
  on public.stock_levels
  for select
  to authenticated
  using (seller_id = (select auth.uid()));

-- Wish

create table if not exists public.wishes (
  account_id uuid not null,
  product_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint wishes_pkey primary key (account_id, product_id),
  constraint wishes_account_id_fkey
    foreign key (account_id)
    references public.accounts (id)
    on delete cascade,
  constraint wishes_product_id_fkey
    foreign key (product_id)
    references public.products (id)
    on delete cascade
);

create index if not exists wishes_product_id_idx on public.wishes (product_id);

create or replace trigger wishes_updated_at
  before update
  on public.wishes
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_wishes()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_wishes() from public;

create or replace trigger wishes_guard
  before insert
  on public.wishes
  for each row
  execute function private.guard_wishes();

create or replace function private.count_wishes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.product_id is distinct from old.product_id) then
    update public.products set wish_count = wish_count + 1 where id = new.product_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.product_id is distinct from old.product_id) then
    update public.products set wish_count = greatest(wish_count - 1, 0) where id = old.product_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_wishes() from public;

create or replace trigger wishes_count
  after insert or delete or update of product_id
  on public.wishes
  for each row
  execute function private.count_wishes();

alter table public.wishes enable row level security;

revoke all on public.wishes from anon, authenticated;

grant select, insert, delete on public.wishes to authenticated;

grant all on public.wishes to service_role;

drop policy if exists wishes_select on public.wishes;
create policy wishes_select
  on public.wishes
  for select
  to authenticated
  using (account_id = (select auth.uid()));

drop policy if exists wishes_insert on public.wishes;
create policy wishes_insert
  on public.wishes
  for insert
  to authenticated
  with check (account_id = (select auth.uid()));

drop policy if exists wishes_delete on public.wishes;
create policy wishes_delete
  on public.wishes
  for delete
  to authenticated
  using (account_id = (select auth.uid()));

-- Files

insert into storage.buckets (
  id,
  name,
  public,
  file_size_limit,
  allowed_mime_types
) values
  ('invoices', 'invoices', false, 2000000, array['application/pdf'])
on conflict (id) do update set
  public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

insert into storage.buckets (
  id,
  name,
  public,
  file_size_limit,
  allowed_mime_types
) values
  ('product-pictures', 'product-pictures', true, 5000000, array['image/png', 'image/jpeg', 'image/webp'])
on conflict (id) do update set
  public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

drop policy if exists own_folder_select on storage.objects;
create policy own_folder_select
  on storage.objects
  for select
  to authenticated
  using (
    bucket_id in ('invoices', 'product-pictures')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_insert on storage.objects;
create policy own_folder_insert
  on storage.objects
  for insert
  to authenticated
  with check (
    bucket_id in ('invoices', 'product-pictures')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_update on storage.objects;
create policy own_folder_update
  on storage.objects
  for update
  to authenticated
  using (
    bucket_id in ('invoices', 'product-pictures')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  )
  with check (
    bucket_id in ('invoices', 'product-pictures')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_delete on storage.objects;
create policy own_folder_delete
  on storage.objects
  for delete
  to authenticated
  using (
    bucket_id in ('invoices', 'product-pictures')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );
