-- Profiles
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

-- Profile

create table if not exists public.profiles (
  id uuid not null,
  username text not null,
  username_lower text not null generated always as (lower(username)) stored,
  display_name text not null default '',
  bio text not null default '',
  avatar_path text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint profiles_pkey primary key (id),
  constraint profiles_id_fkey
    foreign key (id)
    references auth.users (id)
    on delete cascade,
  constraint profiles_username_lower_key unique (username_lower),
  constraint profiles_username_length_check check (char_length(username) between 3 and 24),
  constraint profiles_username_format_check check (username ~ '^[a-zA-Z0-9_]+$'),
  constraint profiles_display_name_length_check check (char_length(display_name) <= 50),
  constraint profiles_bio_length_check check (char_length(bio) <= 160),
  constraint profiles_avatar_path_length_check check (char_length(avatar_path) <= 300)
);

comment on table public.profiles is 'What everyone may know of a person; made when the person signs up.';

comment on column public.profiles.username is 'The name in the address of the profile';

comment on column public.profiles.username_lower is 'The key by which usernames are unique and found';

comment on column public.profiles.display_name is 'The name as the person writes it; empty means the username';

comment on column public.profiles.bio is 'A sentence or two about the person';

comment on column public.profiles.avatar_path is 'The photo in the avatars bucket';

create or replace trigger profiles_updated_at
  before update
  on public.profiles
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_profiles()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of profiles cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of profiles cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_profiles() from public;

create or replace trigger profiles_guard
  before update
  on public.profiles
  for each row
  execute function private.guard_profiles();

create or replace function private.create_profile()
returns trigger
language plpgsql
security definer
set search_path = ''
as $body1$
declare
  wanted_username text := new.raw_user_meta_data ->> 'username';
  wanted_display_name text := new.raw_user_meta_data ->> 'display_name';
begin
  if not coalesce(char_length(wanted_username) between 3 and 24 and wanted_username ~ '^[a-zA-Z0-9_]+$', false)
    or exists (select from public.profiles as made where made.username_lower = lower(wanted_username))
  then
    wanted_username := 'user_' || split_part(new.id::text, '-', 5);
  end if;
  if not coalesce(char_length(wanted_display_name) <= 50, false) then
    wanted_display_name := '';
  end if;
  for attempt in 1..3 loop
    begin
      insert into public.profiles (id, username, display_name)
      values (new.id, wanted_username, wanted_display_name);
      return new;
    exception
      when integrity_constraint_violation then
        -- Somebody took the value between the question and the insert.
        wanted_username := 'user_' || split_part(gen_random_uuid()::text, '-', 5);
        wanted_display_name := '';
    end;
  end loop;
  raise warning '% has no row for user %', 'profiles', new.id;
  return new;
exception
  when others then
    raise warning '% has no row for user %: %', 'profiles', new.id, sqlerrm;
    return new;
end;
$body1$;

revoke execute on function private.create_profile() from public;

create or replace trigger create_profile
  after insert
  on auth.users
  for each row
  execute function private.create_profile();

insert into public.profiles (
  id,
  username,
  display_name
) select
  id,
  'user_' || split_part(id::text, '-', 5),
  ''
from auth.users
on conflict do nothing;

alter table public.profiles enable row level security;

revoke all on public.profiles from anon, authenticated;

grant select on public.profiles to anon;

grant select, update on public.profiles to authenticated;

grant all on public.profiles to service_role;

drop policy if exists profiles_select on public.profiles;
create policy profiles_select
  on public.profiles
  for select
  to anon, authenticated
  using (true);

drop policy if exists profiles_update on public.profiles;
create policy profiles_update
  on public.profiles
  for update
  to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));

-- Files

insert into storage.buckets (
  id,
  name,
  public,
  file_size_limit,
  allowed_mime_types
) values
  ('avatars', 'avatars', true, 2097152, array['image/png', 'image/jpeg', 'image/webp'])
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
    bucket_id in ('avatars')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_insert on storage.objects;
create policy own_folder_insert
  on storage.objects
  for insert
  to authenticated
  with check (
    bucket_id in ('avatars')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_update on storage.objects;
create policy own_folder_update
  on storage.objects
  for update
  to authenticated
  using (
    bucket_id in ('avatars')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  )
  with check (
    bucket_id in ('avatars')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_delete on storage.objects;
create policy own_folder_delete
  on storage.objects
  for delete
  to authenticated
  using (
    bucket_id in ('avatars')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );
