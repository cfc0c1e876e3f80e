-- Video feed and likes
--
-- Every table has row level security: its grants and policies say who may do what.
-- Functions that triggers run live in the schema private, which the API does not expose.

-- Gives up rather than wait long for tables in use

set local lock_timeout to '5s';

-- Like

create table if not exists public.likes (
  user_id uuid not null,
  video_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint likes_pkey primary key (user_id, video_id),
  constraint likes_user_id_fkey
    foreign key (user_id)
    references public.profiles (id)
    on delete cascade,
  constraint likes_video_id_fkey
    foreign key (video_id)
    references public.videos (id)
    on delete cascade
);

comment on table public.likes is 'Somebody likes a video.';

comment on column public.likes.user_id is 'Who likes it.';

create index if not exists likes_video_id_idx on public.likes (video_id);

create or replace trigger likes_updated_at
  before update
  on public.likes
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_likes()
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

revoke execute on function private.guard_likes() from public;

create or replace trigger likes_guard
  before insert
  on public.likes
  for each row
  execute function private.guard_likes();

create or replace function private.count_likes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.video_id is distinct from old.video_id) then
    update public.videos set like_count = like_count + 1 where id = new.video_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.video_id is distinct from old.video_id) then
    update public.videos set like_count = greatest(like_count - 1, 0) where id = old.video_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_likes() from public;

create or replace trigger likes_count
  after insert or delete or update of video_id
  on public.likes
  for each row
  execute function private.count_likes();

alter table public.likes enable row level security;

revoke all on public.likes from anon, authenticated;

grant select, insert, delete on public.likes to authenticated;

grant all on public.likes to service_role;

drop policy if exists likes_select on public.likes;
create policy likes_select
  on public.likes
  for select
  to authenticated
  using (user_id = (select auth.uid()));

drop policy if exists likes_insert on public.likes;
create policy likes_insert
  on public.likes
  for insert
  to authenticated
  with check (user_id = (select auth.uid()));

drop policy if exists likes_delete on public.likes;
create policy likes_delete
  on public.likes
  for delete
  to authenticated
  using (user_id = (select auth.uid()));

-- Video: changes

alter table public.videos
  add column if not exists like_count int
    not null
    default 0;

alter table public.videos
  drop constraint if exists videos_like_count_range_check,
  add constraint videos_like_count_range_check check (like_count >= 0) not valid;

alter table public.videos validate constraint videos_like_count_range_check;

create or replace function private.guard_videos()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.like_count := 0;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_videos() from public;
