-- Follows
--
-- Every table has row level security: its grants and policies say who may do what.
-- Functions that triggers run live in the schema private, which the API does not expose.

-- Gives up rather than wait long for tables in use

set local lock_timeout to '5s';

-- Follow

create table if not exists public.follows (
  follower_id uuid not null,
  followee_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint follows_pkey primary key (follower_id, followee_id),
  constraint follows_follower_id_fkey
    foreign key (follower_id)
    references public.profiles (id)
    on delete cascade,
  constraint follows_followee_id_fkey
    foreign key (followee_id)
    references public.profiles (id)
    on delete cascade,
  constraint follows_follower_id_followee_id_distinct_check check (follower_id is distinct from followee_id)
);

comment on table public.follows is 'Somebody follows somebody else.';

comment on column public.follows.follower_id is 'Who follows.';

comment on column public.follows.followee_id is 'Who is followed.';

create index if not exists follows_followee_id_idx on public.follows (followee_id);

create or replace trigger follows_updated_at
  before update
  on public.follows
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_follows()
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

revoke execute on function private.guard_follows() from public;

create or replace trigger follows_guard
  before insert
  on public.follows
  for each row
  execute function private.guard_follows();

create or replace function private.count_follows()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform from public.profiles
    where id in (new.followee_id, new.follower_id, old.followee_id, old.follower_id)
    order by id for no key update;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.followee_id is distinct from old.followee_id) then
    update public.profiles set follower_count = follower_count + 1 where id = new.followee_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.followee_id is distinct from old.followee_id) then
    update public.profiles set follower_count = greatest(follower_count - 1, 0) where id = old.followee_id;
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.follower_id is distinct from old.follower_id) then
    update public.profiles set following_count = following_count + 1 where id = new.follower_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.follower_id is distinct from old.follower_id) then
    update public.profiles set following_count = greatest(following_count - 1, 0) where id = old.follower_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_follows() from public;

create or replace trigger follows_count
  after insert or delete or update of followee_id, follower_id
  on public.follows
  for each row
  execute function private.count_follows();

alter table public.follows enable row level security;

revoke all on public.follows from anon, authenticated;

grant select on public.follows to anon;

grant select, insert, delete on public.follows to authenticated;

grant all on public.follows to service_role;

drop policy if exists follows_select on public.follows;
create policy follows_select
  on public.follows
  for select
  to anon, authenticated
  using (true);

drop policy if exists follows_insert on public.follows;
create policy follows_insert
  on public.follows
  for insert
  to authenticated
  with check (follower_id = (select auth.uid()));

drop policy if exists follows_delete on public.follows;
create policy follows_delete
  on public.follows
  for delete
  to authenticated
  using (follower_id = (select auth.uid()));

-- Profile: changes

alter table public.profiles
  add column if not exists follower_count int
    not null
    default 0,
  add column if not exists following_count int
    not null
    default 0;

alter table public.profiles
  drop constraint if exists profiles_follower_count_range_check,
  add constraint profiles_follower_count_range_check check (follower_count >= 0) not valid,
  drop constraint if exists profiles_following_count_range_check,
  add constraint profiles_following_count_range_check check (following_count >= 0) not valid;

alter table public.profiles
  validate constraint profiles_follower_count_range_check,
  validate constraint profiles_following_count_range_check;

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
  if new.video_count is distinct from old.video_count then
    raise exception using errcode = '42501', message = 'video_count of profiles cannot be changed';
  end if;
  if new.follower_count is distinct from old.follower_count then
    raise exception using errcode = '42501', message = 'follower_count of profiles cannot be changed';
  end if;
  if new.following_count is distinct from old.following_count then
    raise exception using errcode = '42501', message = 'following_count of profiles cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of profiles cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_profiles() from public;
